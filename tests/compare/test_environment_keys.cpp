#include "compare/environment_keys.hpp"

#include <doctest/doctest.h>

using namespace flowsync::compare;
using flowsync::spec::YamlPath;

namespace {

YamlPath in_source(const std::string& key)
{
  return {"spec", "source", "config", key};
}

YamlPath in_sink(const std::string& key)
{
  return {"spec", "sinks", "warehouse", "config", key};
}

} // namespace

TEST_CASE("schedules are the cron keys of configs")
{
  CHECK(is_schedule(in_source("start.cron")));
  CHECK(is_schedule(in_source("end.cron")));
  CHECK(is_schedule(in_sink("start.cron")));
  CHECK_FALSE(is_schedule(in_source("cronology")));
  CHECK_FALSE(is_schedule({"spec", "nexsets", "clean", "annotations", "start.cron"}));
  CHECK_FALSE(is_schedule({"spec", "source", "config"}));
  CHECK_FALSE(is_schedule({}));
}

TEST_CASE("places are the keys of configs that say where data lies")
{
  for (const auto* const key : {"path", "bucket", "table", "database", "topic", "landing.bucket", "host"}) {
    CHECK_MESSAGE(is_place(in_source(key)), key);
    CHECK_MESSAGE(is_place(in_sink(key)), key);
  }
  CHECK(is_place({"spec", "source", "config", "rest.iterations", "list", "url.template"}));
  CHECK(is_place(in_sink("output.dir.name.pattern")));
  CHECK(is_place({"spec", "nexla_project", "id"}));
  CHECK_FALSE(is_place({"spec", "nexla_project", "ref"}));
  CHECK_FALSE(is_place(in_source("insert.mode")));
  CHECK_FALSE(is_place(in_source("filepath_mode")));
}

TEST_CASE("what stands at a place in a reply, and attributes of a mapping, are no places")
{
  CHECK_FALSE(is_place({"spec", "source", "config", "rest.iterations", "list", "response.data.path"}));
  CHECK_FALSE(is_place({"spec", "sinks", "warehouse", "config", "mapping", "mapping", "path"}));
  CHECK_FALSE(is_place({"spec", "nexsets", "clean", "transform", "path"}));
}

TEST_CASE("a credential is the alias of a source or sink")
{
  CHECK(is_credential({"spec", "source", "credential"}));
  CHECK(is_credential({"spec", "sinks", "warehouse", "credential"}));
  CHECK_FALSE(is_credential(in_source("credential")));
  CHECK_FALSE(is_credential({"spec", "nexsets", "clean", "credential"}));
  CHECK(is_environments_own({"spec", "source", "credential"}));
  CHECK_FALSE(is_environments_own({"spec", "source", "name"}));
}
