#include "base/base64.hpp"
#include "exporter/config_text.hpp"
#include "exporter/noise.hpp"
#include "exporter/script_text.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::exporter;
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

TEST_CASE("what the service writes by itself is left out, what a person chose is not")
{
  CHECK(without_noise(ResourceType::data_sink, "s3",
                      {{"sink_type", "S3"}, {"max.file.size.mb", "4096"}, {"upsert.nulls", true}, {"path", "a"}}) ==
        json{{"path", "a"}});
  CHECK(without_noise(ResourceType::data_sink, "s3", {{"sink_type", "gcs"}, {"max.file.size.mb", 512}}) ==
        json{{"sink_type", "gcs"}, {"max.file.size.mb", 512}});
  const json rest{{"rest.iterations", {{{"key", "a"}, {"date.format", "yyyy-MM-dd"}, {"date.time.unit", "hh"}}}},
                  {"start.cron", "0 0 0 * * ? *"}};
  CHECK(without_noise(ResourceType::data_source, "rest", rest) ==
        json{{"rest.iterations", {{{"key", "a"}, {"date.time.unit", "hh"}}}}, {"start.cron", "0 0 0 * * ? *"}});
}

TEST_CASE("keys under which ids stand")
{
  CHECK(type_under("map.id") == ResourceType::data_map);
  CHECK(type_under("data_map_id") == ResourceType::data_map);
  CHECK(type_under("data_credentials_id") == ResourceType::data_credential);
  CHECK(type_under("code_container_id") == ResourceType::code_container);
  CHECK(!type_under("bitmap.id"));
  CHECK(!type_under("order_id"));
  std::set<ResourceId> ids;
  find_lookups({{"rest.iterations", {{{"map.id", "17"}}, {{"map.id", 0}}}}, {"data_maps", {18, 19}}, {"order_id", 20}},
               ids);
  CHECK(ids == std::set<ResourceId>{17, 18, 19});
}
