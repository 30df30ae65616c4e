#include "exporter/config_text.hpp"
#include "exporter/noise.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::exporter;
using nlohmann::json;

TEST_CASE("what the service writes by itself is left out, what a person chose is not")
{
  CHECK(without_noise(ResourceKind::sink, "s3",
                      {{"sink_type", "S3"}, {"max.file.size.mb", "4096"}, {"upsert.nulls", true}, {"path", "a"}}) ==
        json{{"path", "a"}});
  CHECK(without_noise(ResourceKind::sink, "s3", {{"sink_type", "gcs"}, {"max.file.size.mb", 512}}) ==
        json{{"sink_type", "gcs"}, {"max.file.size.mb", 512}});
  const json rest{{"rest.iterations", {{{"key", "a"}, {"date.format", "yyyy-MM-dd"}, {"date.time.unit", "hh"}}}},
                  {"start.cron", "0 0 0 * * ? *"}};
  CHECK(without_noise(ResourceKind::source, "rest", rest) ==
        json{{"rest.iterations", {{{"key", "a"}, {"date.time.unit", "hh"}}}}, {"start.cron", "0 0 0 * * ? *"}});
}

TEST_CASE("keys under which ids stand")
{
  CHECK(type_under("map.id") == ResourceKind::lookup);
  CHECK(type_under("data_map_id") == ResourceKind::lookup);
  CHECK(type_under("data_credentials_id") == ResourceKind::credential);
  CHECK(type_under("code_container_id") == ResourceKind::code);
  CHECK(!type_under("bitmap.id"));
  CHECK(!type_under("order_id"));
  std::set<ResourceId> ids;
  find_lookups({{"rest.iterations", {{{"map.id", "17"}}, {{"map.id", 0}}}}, {"data_maps", {18, 19}}, {"order_id", 20}},
               ids);
  CHECK(ids == std::set<ResourceId>{17, 18, 19});
}
