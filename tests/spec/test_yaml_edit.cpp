#include "spec/yaml_edit.hpp"

#include "spec/map_builder.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::spec;

namespace {

const std::string k_head = "kind: Environment\nmetadata: {name: prod}\n";

NodePtr number(int value)
{
  return make_scalar(NodeKind::integer, std::to_string(value));
}

NodePtr word(std::string value)
{
  return make_scalar(NodeKind::string, std::move(value));
}

NodePtr selector(int id)
{
  return MapBuilder().put("id", number(id)).build();
}

YamlEdit on_one_line(YamlEdit edit)
{
  edit.one_line = true;
  return edit;
}

Result<std::string, Diagnostics> tried(const std::string& text, const std::vector<YamlEdit>& edits)
{
  return edit_yaml(text, "environments/prod/environment.yaml", {Kind::environment, "prod"}, edits);
}

// The body of an environment's document, edited. Editing it again must change nothing.
std::string edited(const std::string& body, const std::vector<YamlEdit>& edits)
{
  const auto result = tried(k_head + body, edits);
  REQUIRE_MESSAGE(result.ok(), (result.ok() ? "" : body + result.error().items()[0].message));
  REQUIRE(result->starts_with(k_head));
  return result->substr(k_head.size());
}

std::string refusal(const std::string& body, const YamlEdit& edit)
{
  const auto result = tried(k_head + body, {edit});
  REQUIRE_MESSAGE(!result.ok(), (result.ok() ? *result : ""));
  const auto& problem = result.error().items()[0];
  CHECK(problem.where.file == "environments/prod/environment.yaml");
  CHECK(problem.hint.starts_with("edit it by hand: "));
  return problem.message;
}

const auto k_adopt = set_value({"spec", "adopt", "orders/source"}, number(6862));

} // namespace

TEST_CASE("yaml edit: a scalar is replaced in place and its comment stays")
{
  const auto edit = set_value({"spec", "adopt", "a"}, number(2));
  CHECK(edited("spec:\n  adopt:\n    a: 1   # one\n    b: 2\n", {edit}) ==
        "spec:\n  adopt:\n    a: 2   # one\n    b: 2\n");
  CHECK(edited("spec: {adopt: {a: 'x', b: 2}}\n", {edit}) == "spec: {adopt: {a: 2, b: 2}}\n");
  CHECK(edited("spec:\n  adopt:\n    a:\n    b: 2\n", {edit}) == "spec:\n  adopt:\n    a: 2\n    b: 2\n");
  CHECK(edited("spec:\n  adopt:\n    a:   # none\n", {edit}) == "spec:\n  adopt:\n    a: 2   # none\n");
  CHECK(edited("spec:\n  adopt:\n    a: | # text\n      x\n      y\n\n    b: 2\n", {edit}) ==
        "spec:\n  adopt:\n    a: 2 # text\n\n    b: 2\n");
  CHECK(edited("spec:\n  adopt:\n    a: \"x\n      y\" # text\n    b: 2\n", {edit}) ==
        "spec:\n  adopt:\n    a: 2 # text\n    b: 2\n");
  CHECK(edited("spec:\n  adopt:\n    a: # c\n      x: 1\n      # d\n    b: 2\n", {edit}) ==
        "spec:\n  adopt:\n    a: 2 # c\n    b: 2\n");
  CHECK(edited("spec:\n  adopt:\n    a: &x !!map\n      x: 1\n", {edit}) == "spec:\n  adopt:\n    a: 2\n");
}

TEST_CASE("yaml edit: a new key stands in its sorted place, else at the end")
{
  CHECK(edited("spec:\n  adopt:\n    alpha/source: 1 # a\n    # z\n    zulu/source: 2\n", {k_adopt}) ==
        "spec:\n  adopt:\n    alpha/source: 1 # a\n    orders/source: 6862\n    # z\n    zulu/source: 2\n");
  CHECK(edited("spec:\n  adopt:\n    # z\n    zulu/source: 2\n", {k_adopt}) ==
        "spec:\n  adopt:\n    orders/source: 6862\n    # z\n    zulu/source: 2\n");
  CHECK(edited("spec:\n  adopt:\n    z: 2\n    a: 1\n    # end\n\n  naming: {}\n", {k_adopt}) ==
        "spec:\n  adopt:\n    z: 2\n    a: 1\n    orders/source: 6862\n    # end\n\n  naming: {}\n");
  CHECK(edited("spec: {adopt: {z: 2, a: 1}}\n", {k_adopt}) == "spec: {adopt: {z: 2, a: 1, orders/source: 6862}}\n");
  CHECK(edited("spec: {adopt: {a: 1, z: 2}}\n", {k_adopt}) == "spec: {adopt: {a: 1, orders/source: 6862, z: 2}}\n");
  auto behind = k_adopt;
  behind.after = "a";
  CHECK(edited("spec:\n  adopt:\n    z: 2\n    a: 1\n    c: 3\n", {behind}) ==
        "spec:\n  adopt:\n    z: 2\n    a: 1\n    orders/source: 6862\n    c: 3\n");
}

TEST_CASE("yaml edit: missing maps are made, and empty values become maps")
{
  CHECK(edited("spec:\n    extends: base\n\n# end\n", {k_adopt}) ==
        "spec:\n    extends: base\n    adopt:\n        orders/source: 6862\n\n# end\n");
  CHECK(edited("", {k_adopt}) == "spec:\n  adopt:\n    orders/source: 6862\n");
  for (const std::string value : {" {}", " { }", " null", " ~", ""}) {
    CHECK(edited("spec:\n  adopt:" + value + " # none yet\n  naming: {}\n", {k_adopt}) ==
          "spec:\n  adopt: # none yet\n    orders/source: 6862\n  naming: {}\n");
    CHECK(edited("spec:" + value + "\n", {k_adopt}) == "spec:\n  adopt:\n    orders/source: 6862\n");
  }
  CHECK(edited("spec: {extends: base}\n", {k_adopt}) == "spec: {extends: base, adopt: {orders/source: 6862}}\n");
}

TEST_CASE("yaml edit: many edits at once")
{
  std::vector<YamlEdit> edits{on_one_line(set_value({"spec", "credentials", "lake"}, selector(1))),
                              on_one_line(set_value({"spec", "credentials", "hub"}, selector(2))), k_adopt,
                              set_value({"spec", "adopt", "orders/nexset/a"}, number(7))};
  const std::string after = "spec:\n  extends: base\n  credentials:\n    hub: {id: 2}\n    lake: {id: 1}\n"
                            "  adopt:\n    orders/nexset/a: 7\n    orders/source: 6862\n";
  CHECK(edited("spec:\n  extends: base\n", edits) == after);
  CHECK(edited(after, edits) == after);
}

TEST_CASE("yaml edit: new values are written like those beside them")
{
  const auto plain = set_value({"spec", "credentials", "lake"}, selector(1));
  CHECK(edited("spec:\n  credentials:\n    a: {id: 2}\n", {plain}) ==
        "spec:\n  credentials:\n    a: {id: 2}\n    lake: {id: 1}\n");
  CHECK(edited("spec:\n  credentials:\n    a:\n      id: 2\n", {on_one_line(plain)}) ==
        "spec:\n  credentials:\n    a:\n      id: 2\n    lake:\n      id: 1\n");
  CHECK(edited("spec:\n  credentials: {\n    a: {id: 2}, # first\n    z: {id: 3} # last\n  }\n", {plain}) ==
        "spec:\n  credentials: {\n    a: {id: 2}, # first\n    lake: {id: 1},\n    z: {id: 3} # last\n  }\n");
  const auto list = set_value({"spec", "extends"}, make_list({word("base"), word("nonprod")}));
  CHECK(edited("spec:\n  extends: base # x\n  hosts:\n  - a\n", {list}) ==
        "spec:\n  extends: # x\n  - base\n  - nonprod\n  hosts:\n  - a\n");
  CHECK(edited("spec:\n  extends: [base] # x\n", {list}) == "spec:\n  extends: [base, nonprod] # x\n");
  CHECK(edited("spec:\n  a: b\n", {set_value({"spec", "a"}, word("x\ny\n"))}) == "spec:\n  a: |\n    x\n    y\n");
  CHECK(edited("spec: {a: b}\n", {set_value({"spec", "a"}, word("x, {y}: ${z}\n"))}) ==
        "spec: {a: \"x, {y}: ${z}\\n\"}\n");
}

TEST_CASE("yaml edit: what goes takes its own comments along")
{
  const auto edit = remove_at({"spec", "adopt", "b"});
  CHECK(edited("spec:\n  adopt:\n    # all\n\n    # a\n    a: 1\n    # b\n    # b too\n    b: 2 # b\n      # b\n\n"
               "    # c\n    c: 3\n",
               {edit}) == "spec:\n  adopt:\n    # all\n\n    # a\n    a: 1\n\n    # c\n    c: 3\n");
  CHECK(edited("spec: {adopt: {a: 1, b: 2, c: 3}}\n", {edit}) == "spec: {adopt: {a: 1, c: 3}}\n");
  CHECK(edited("spec: {adopt: {a: 1, b: 2}}\n", {edit}) == "spec: {adopt: {a: 1}}\n");
  CHECK(edited("spec: {adopt: {b: 2, c: 3}}\n", {edit}) == "spec: {adopt: {c: 3}}\n");
  CHECK(edited("spec: {adopt: {b: 2}}\n", {edit}) == "spec: {adopt: {}}\n");
  CHECK(edited("spec:\n  adopt: # c\n    # b\n    b: 2\n  x: 1\n", {edit}) == "spec:\n  adopt: {} # c\n  x: 1\n");
  CHECK(edited("spec: {adopt: {\n  a: 1, # a\n  # b\n  b: 2, # b\n  c: 3\n}}\n", {edit}) ==
        "spec: {adopt: {\n  a: 1, # a\n  c: 3\n}}\n");
  CHECK(edited("spec:\n  adopt:\n    a: 1\n", {edit}) == "spec:\n  adopt:\n    a: 1\n");
}

TEST_CASE("yaml edit: elements of lists, by index and by key")
{
  const std::string sinks = "spec:\n  sinks:\n  - key: a\n    type: s3\n  # b\n  - key: b\n    type: gcs # old\n";
  CHECK(edited(sinks, {set_value({"spec", "sinks", "b", "type"}, word("ftp"))}) ==
        "spec:\n  sinks:\n  - key: a\n    type: s3\n  # b\n  - key: b\n    type: ftp # old\n");
  CHECK(edited(sinks, {remove_at({"spec", "sinks", std::size_t{1}})}) == "spec:\n  sinks:\n  - key: a\n    type: s3\n");
  CHECK(edited(sinks, {remove_at({"spec", "sinks", "a", "key"})}) ==
        "spec:\n  sinks:\n  - type: s3\n  # b\n  - key: b\n    type: gcs # old\n");
  auto first = set_value({"spec", "sinks", "a", "aa"}, number(1));
  CHECK(edited(sinks, {first}) ==
        "spec:\n  sinks:\n  - aa: 1\n    key: a\n    type: s3\n  # b\n  - key: b\n    type: gcs # old\n");
  CHECK(edited(sinks, {append_item({"spec", "sinks"}, MapBuilder().put("key", "c").put("type", "s3").build())}) ==
        sinks + "  - key: c\n    type: s3\n");
  CHECK(edited("spec: {}\n", {append_item({"spec", "hosts"}, word("x"))}) == "spec:\n  hosts:\n    - x\n");
  CHECK(edited("spec:\n  hosts: [a, b,]\n", {append_item({"spec", "hosts"}, word("x"))}) ==
        "spec:\n  hosts: [a, b, x,]\n");
  CHECK(refusal(sinks, set_value({"spec", "sinks", "c", "type"}, word("x"))).find("`c`") != std::string::npos);
}

TEST_CASE("yaml edit: line ends, a byte order mark, a missing last line break and other documents are kept")
{
  const std::string bom = "\xEF\xBB\xBF";
  const std::string crlf = bom + "kind: Environment\r\nmetadata: {name: prod}\r\nspec:\r\n  adopt:\r\n    a: 1";
  CHECK(*tried(crlf, {k_adopt}) == crlf + "\r\n    orders/source: 6862");
  const std::string other = "kind: Flow\nspec: {}\n---\n";
  const std::string body = k_head + "spec:\n  adopt:\n    caf\xC3\xA9: 1\n";
  CHECK(*tried(other + body + "...\n---\nkind: Flow\n", {k_adopt}) ==
        other + body + "    orders/source: 6862\n...\n---\nkind: Flow\n");
}

TEST_CASE("yaml edit: what an alias stands for is not edited")
{
  CHECK(refusal("x: &v\n  a: 1\nspec:\n  adopt: *v\n", k_adopt).find("`*v`") != std::string::npos);
  CHECK(refusal("spec:\n  adopt: &v\n    a: 1\nx: *v\n", k_adopt).find("`*v`") != std::string::npos);
  CHECK(refusal("spec:\n  adopt: &v 5\nx: *v\n", set_value({"spec", "adopt"}, number(1))).find("`*v`") !=
        std::string::npos);
  CHECK(refusal("x: &v\n  adopt: {a: 1}\nspec:\n  <<: *v\n", k_adopt).find("<<") != std::string::npos);
  CHECK(edited("x: &v\n  a: 1\nspec:\n  adopt:\n    <<: *v\n", {k_adopt}) ==
        "x: &v\n  a: 1\nspec:\n  adopt:\n    <<: *v\n    orders/source: 6862\n");
  CHECK(edited("x: &v\n  a: 1\nspec:\n  adopt: *v\n", {set_value({"spec", "adopt"}, number(1))}) ==
        "x: &v\n  a: 1\nspec:\n  adopt: 1\n");
  CHECK(edited("x: &v\n  a: 1\nspec:\n  <<: *v\n  b: 1\n", {set_value({"spec", "a"}, number(2))}) ==
        "x: &v\n  a: 1\nspec:\n  <<: *v\n  a: 2\n  b: 1\n");
}

TEST_CASE("yaml edit: what cannot be done is refused with a reason")
{
  CHECK(refusal("spec: 5\n", k_adopt) == "`spec` is a whole number, not a map");
  CHECK(refusal("spec: {adopt: {orders/source: 1}}\n", insert_key({"spec", "adopt", "orders/source"}, number(1))) ==
        "`spec.adopt[\"orders/source\"]` is there already");
  CHECK(!tried("kind: Flow\n", {k_adopt}).ok());
  CHECK(tried(k_head + "---\n" + k_head, {k_adopt}).error().items()[0].code == "two-such-documents");
  CHECK(tried(k_head + "spec: [1\n", {k_adopt}).error().items()[0].code != "cannot-edit");
}

TEST_CASE("a key of the last map and a key behind that map are added in one go, in this order")
{
  CHECK(edited("spec:\n  credentials:\n    files: {id: 1} # ours\n",
               {on_one_line(set_value({"spec", "credentials", "warehouse"}, selector(2))),
                set_value({"spec", "adopt", "orders/source"}, number(3))}) ==
        "spec:\n  credentials:\n    files: {id: 1} # ours\n    warehouse: {id: 2}\n  adopt:\n    orders/source: 3\n");
}
