#include "importer/environment_edit.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::importer;

namespace {

const std::string k_head = "apiVersion: flowsync/v1\nkind: Environment\nmetadata: {name: prod}\n";

std::map<std::string, CredentialSelector> one()
{
  CredentialSelector selector;
  selector.id = 6027;
  return {{"orders-s3", selector}};
}

Result<std::string, Diagnostics> add_credentials(const std::string& text,
                                                 const std::map<std::string, CredentialSelector>& added)
{
  return spec::edit_yaml(text, "environments/prod/environment.yaml", {spec::Kind::environment, ""},
                         credential_edits(added));
}

std::string edited(const std::string& text, const std::map<std::string, CredentialSelector>& added = one())
{
  const auto result = add_credentials(text, added);
  REQUIRE_MESSAGE(result.ok(), (result.ok() ? "" : result.error().items()[0].message));
  return result.value();
}

std::string refusal(const std::string& text)
{
  const auto result = add_credentials(text, one());
  REQUIRE(!result.ok());
  CHECK(result.error().items()[0].where.file == "environments/prod/environment.yaml");
  return std::string(result.error().items()[0].code.text());
}

} // namespace

TEST_CASE("aliases are added to those that are there, and every other byte stays")
{
  CHECK(edited(k_head +
               "spec:\n  credentials:   # ours\n    lake: {id: 1}  # one\n\n    hub:\n      name: Hub\n      # note\n\n"
               "  # variables\n  variables: {a: 1}\n") ==
        k_head + "spec:\n  credentials:   # ours\n    lake: {id: 1}  # one\n\n    hub:\n      name: Hub\n      # note\n"
                 "    orders-s3: {id: 6027}\n\n  # variables\n  variables: {a: 1}\n");
}

TEST_CASE("the key credentials is created where it is missing")
{
  CHECK(edited(k_head + "spec:\n    extends: base\n\n# end\n") ==
        k_head + "spec:\n    extends: base\n    credentials:\n        orders-s3: {id: 6027}\n\n# end\n");
  CHECK(edited(k_head) == k_head + "spec:\n  credentials:\n    orders-s3: {id: 6027}\n");
  CHECK(edited(k_head + "spec:\n") == k_head + "spec:\n  credentials:\n    orders-s3: {id: 6027}\n");
}

TEST_CASE("an empty value of credentials becomes a block")
{
  const auto after = k_head + "spec:\n  credentials:\n    orders-s3: {id: 6027}\n  naming: {}\n";
  for (const std::string value : {" {}", " { }", " null", " ~", ""}) {
    CHECK(edited(k_head + "spec:\n  credentials:" + value + "\n  naming: {}\n") == after);
  }
  CHECK(edited(k_head + "spec:\n  credentials: {} # none yet\n") ==
        k_head + "spec:\n  credentials: # none yet\n    orders-s3: {id: 6027}\n");
}

TEST_CASE("maps between braces are extended inside them")
{
  CHECK(edited(k_head + "spec: {credentials: {a: {id: 1}}, extends: base}\n") ==
        k_head + "spec: {credentials: {a: {id: 1}, orders-s3: {id: 6027}}, extends: base}\n");
  CHECK(edited(k_head + "spec: {credentials: {}}\n") == k_head + "spec: {credentials: {orders-s3: {id: 6027}}}\n");
  CHECK(edited(k_head + "spec: {extends: base}\n") ==
        k_head + "spec: {extends: base, credentials: {orders-s3: {id: 6027}}}\n");
  CHECK(edited(k_head + "spec:\n  credentials:\n    a: {\n      id: 1\n    }\n") ==
        k_head + "spec:\n  credentials:\n    a: {\n      id: 1\n    }\n    orders-s3: {id: 6027}\n");
}

TEST_CASE("line ends, a byte order mark, a missing last line break and other documents are kept")
{
  const std::string crlf = "\xEF\xBB\xBFkind: Environment\r\nspec:\r\n  credentials:\r\n    a: {id: 1}";
  CHECK(edited(crlf) == crlf + "\r\n    orders-s3: {id: 6027}");
  CHECK(edited("kind: Flow\nspec: {}\n---\n" + k_head +
               "spec:\n  credentials:\n    caf\xC3\xA9: {id: 1}\n---\nkind: Flow\n") ==
        "kind: Flow\nspec: {}\n---\n" + k_head +
            "spec:\n  credentials:\n    caf\xC3\xA9: {id: 1}\n    orders-s3: {id: 6027}\n---\nkind: Flow\n");
}

TEST_CASE("names are quoted where they must be and never become references")
{
  CredentialSelector selector;
  selector.name = "A, {B}: ${var.x}";
  selector.type = "s3";
  CHECK(edited(k_head + "spec:\n  credentials:\n    a: {id: 1}\n", {{"b", selector}}) ==
        k_head + "spec:\n  credentials:\n    a: {id: 1}\n    b: {name: \"A, {B}: $${var.x}\", type: s3}\n");
}

TEST_CASE("what cannot be extended safely is refused with what to write by hand")
{
  CHECK(refusal(k_head + "spec:\n  credentials:\n    orders-s3: {id: 1}\n") == "cannot-edit");
  CHECK(refusal("kind: Flow\n") == "no-such-document");
  CHECK(refusal(k_head + "spec: [1\n") != "cannot-edit");
  CHECK(refusal(k_head + "spec:\n  variables: &v\n    a: {id: 1}\n  credentials: *v\n") == "cannot-edit");
  const auto result = add_credentials(k_head + "spec: 5\n", one());
  REQUIRE(!result.ok());
  CHECK(result.error().items()[0].hint.find("spec.credentials.orders-s3 to {id: 6027}") != std::string::npos);
}
