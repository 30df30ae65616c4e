#include "model/position.hpp"
#include "model/secret_lines.hpp"

#include <doctest/doctest.h>

using namespace flowsync;

TEST_CASE("a shown line never holds what follows a sensitive key")
{
  CHECK(without_secrets("  password: hunter2 # old") == "  password: (sensitive)");
  CHECK(without_secrets("config: {path: a, hash_secret_key: \"hunter2\", b: c}") ==
        "config: {path: a, hash_secret_key: (sensitive)");
  CHECK(without_secrets("\"api.key\" : 5") == "\"api.key\" : (sensitive)");
  CHECK(without_secrets("auth: {service_key: abc}") == "auth: {service_key: (sensitive)");
}

TEST_CASE("lines without a secret stay as they are")
{
  for (const auto* const line :
       {"  path: a/b", "password: ${secret.x}", "password: \"${secret.x}\"", "password:", "password: |",
        "secrets: {hook: {env: X}}", "response.next.token.path: $.next", "# a: b", "", "url: https://h:8080/x"}) {
    CHECK(without_secrets(line) == line);
  }
}

TEST_CASE("places of messages are shown without secrets")
{
  SourceFiles files;
  const auto file = files.add("a.yaml", "a: 1\npassword: hunter2\n", "base");
  CHECK(files.locate({file, 2, 1}).source_line == "password: (sensitive)");
}

TEST_CASE("a line of a size that nobody reads is not copied into messages")
{
  SourceFiles files;
  const auto file = files.add("a.yaml", "a: " + std::string(5000, 'x') + "\nb: 1\n", "base");
  CHECK(files.locate({file, 1, 1}).source_line.empty());
  CHECK(files.locate({file, 2, 1}).source_line == "b: 1");
}
