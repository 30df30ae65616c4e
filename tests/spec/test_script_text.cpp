#include "base/base64.hpp"
#include "spec/script_bytes.hpp"
#include "spec/script_text.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::spec;
using nlohmann::json;

namespace {

json custom(const std::string& script, const char* language = "python")
{
  return json::array({{{"operation", "nexla.custom"},
                       {"spec", {{"language", language}, {"encoding", "base64"}, {"script", script}}}}});
}

} // namespace

TEST_CASE("a script comes out of its wrapping, whichever reply showed it")
{
  const auto script = encode_base64("def transform(a, b, c):\n    return a\n");
  for (const auto& transform :
       {json{{"transforms", custom(script)}},
        json{{"version", 1}, {"data_maps", json::array()}, {"transforms", custom(script)}, {"custom", true}}}) {
    const auto found = script_of_transform(transform);
    REQUIRE(found);
    CHECK(found->text == "def transform(a, b, c):\n    return a\n");
    CHECK(found->type == "python");
    CHECK(found->extension == ".py");
  }
}

TEST_CASE("what would not come back byte for byte stays inline")
{
  const auto script = encode_base64("return 1\n");
  CHECK(!script_of_transform({{"transforms", custom(script.substr(0, 4) + "\n" + script.substr(4))}}));
  CHECK(!script_of_transform({{"transforms", custom(encode_base64(std::string("a\0b", 3)))}}));
  CHECK(!script_of_transform({{"transforms", custom(encode_base64("\xff\xfe"))}}));
  CHECK(!script_of_transform({{"transforms", custom(encode_base64("  \n"))}}));
  // Read from a file, these would lose their carriage returns, or not be read at all.
  CHECK(!script_of_transform({{"transforms", custom(encode_base64("a\r\nb\r\n"))}}));
  CHECK(!script_of_transform({{"transforms", custom(encode_base64("\xEF\xBB\xBF"
                                                                  "a\n"))}}));
  CHECK(!script_of_transform({{"transforms", custom(encode_base64("<<<<<<< HEAD\n"))}}));
  CHECK(!script_of_transform({{"transforms", custom("no base64!")}}));
  CHECK(!script_of_transform({{"transforms", custom(script, "ruby")}}));
  CHECK(!script_of_transform({{"transforms", custom(script)}, {"version", 2}}));
  CHECK(!script_of_transform({{"transforms", custom(script)}, {"data_maps", {5}}}));
  CHECK(!script_of_transform({{"transforms", json::array({custom(script)[0], custom(script)[0]})}}));
  CHECK(!script_of_transform(json::object()));
}

TEST_CASE("code of containers comes out only where a spec would send it the same way")
{
  const auto text = encode_base64("x = 1\n");
  const auto container = [](const char* type, const char* encoding, const json& code) {
    return json{{"code_type", type}, {"code_encoding", encoding}, {"code", code}};
  };
  CHECK(script_of_container(container("python3", "base64", text), "custom")->text == "x = 1\n");
  CHECK(!script_of_container(container("python3", "base64", text), "record"));
  CHECK(!script_of_container(container("python3", "none", "x = 1"), "custom"));
  CHECK(script_of_container(container("flink_sql", "none", "select 1"), "custom")->extension == ".sql");
  const auto wrapped = container("jolt_custom", "none", custom(text));
  CHECK(script_of_container(wrapped, "record")->extension == ".py");
  CHECK(script_of_container(wrapped, "custom")->extension == ".json");
  CHECK(script_of_container(container("jolt_standard", "none", json::array()), "record")->text == "[]\n");
  CHECK(!script_of_container({{"code_type", "python3"}}, "custom"));
}

TEST_CASE("line ends of any system are line feeds in a script, and a carriage return among them stays")
{
  CHECK(plain_text("\xEF\xBB\xBF"
                   "a\r\nb\r\n") == "a\nb\n");
  CHECK(plain_text("a\rb\r") == "a\nb\n");
  CHECK(plain_text("a\rb\r\nc") == "a\rb\nc");
}
