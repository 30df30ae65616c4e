#include "base/diagnostic.hpp"
#include "importer/json_reader.hpp"
#include "model/alias.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <fmt/format.h>

using namespace flowsync;
using namespace flowsync::importer;

namespace {

// The value as JSON, or "code line:column".
std::string outcome(const std::string& text)
{
  SourceFiles files;
  Diagnostics problems;
  const auto tree = read_json(files, files.add("f.json", text, ""), problems);
  CHECK((tree != nullptr) == problems.empty());
  if (tree) {
    return to_json(*tree).dump();
  }
  const auto& problem = problems.items().front();
  return fmt::format("{} {}:{}", problem.code.text(), problem.where.line, problem.where.column);
}

} // namespace

TEST_CASE("keys are underlined with their quotes")
{
  CHECK(in_quotes("größe") == "\"größe\"");
}

TEST_CASE("JSON reads as nlohmann reads it")
{
  for (const std::string text :
       {R"({"a":[1,-2.5e3,true,false,null,"x"],"b":{}})", R"( [ ] )", R"("\u00e9\ud83d\ude00\n\/\"\\")", "0",
        "-9223372036854775808", "18446744073709551615", R"({"":{"":[[]]}})", "\t{\r\n\"a\" :\t1 }\n"}) {
    CHECK(outcome(text) == nlohmann::json::parse(text).dump());
  }
}

TEST_CASE("what is not JSON is refused with its place")
{
  CHECK(outcome("") == "bad-json 1:1");
  CHECK(outcome("{\"a\":1,}") == "bad-json 1:8");
  CHECK(outcome("{\n  a: 1}") == "bad-json 2:3");
  CHECK(outcome("[1 2]") == "bad-json 1:4");
  CHECK(outcome("[1,") == "bad-json 1:4");
  CHECK(outcome("{\"\xC3\xA9\" 1}") == "bad-json 1:6");
  CHECK(outcome("\"a\nb\"") == "bad-json 1:3");
  CHECK(outcome("\"\\x\"") == "bad-json 1:2");
  CHECK(outcome("\"\\ud800\"") == "bad-json 1:2");
  CHECK(outcome("\"open") == "bad-json 1:6");
  CHECK(outcome("01") == "bad-json 1:1");
  CHECK(outcome("~") == "bad-json 1:1");
  CHECK(outcome("1 1") == "bad-json 1:3");
  CHECK(outcome("<html>") == "bad-json 1:1");
  CHECK(outcome("{\"a\":1,\n\"a\":2}") == "duplicate-key 2:1");
  CHECK(outcome("18446744073709551616") == "number-too-big 1:1");
  CHECK(outcome("1e999") == "number-too-big 1:1");
  CHECK(outcome("\xFF") == "not-utf-8 0:0");
  CHECK(outcome(std::string(20000, '[')) == "too-deep 1:102");
}

TEST_CASE("aliases follow the names of people")
{
  CHECK(make_alias("Nexla GCS (prod)", 48, "x") == "nexla-gcs-prod");
  CHECK(make_alias("--Caf\xC3\xA9--", 48, "x") == "caf");
  CHECK(make_alias("***", 48, "x") == "x");
  CHECK(make_alias("abc-def", 4, "x") == "abc");
  const auto taken = [](const std::string& name) { return name == "abcd" || name == "ab-2"; };
  CHECK(unique_alias("abcd", 4, taken) == "ab-3");
  CHECK(unique_alias("free", 4, taken) == "free");
}
