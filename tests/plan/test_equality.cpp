#include "model/pointer.hpp"
#include "plan/equality.hpp"
#include "plan/list_pairs.hpp"
#include "plan/pointer.hpp"

#include <doctest/doctest.h>

using namespace flowsync::plan;
using nlohmann::json;

TEST_CASE("the equality table, entry by entry")
{
  CHECK(same(1, 1.0));
  CHECK(same(10, "10"));
  CHECK(!same(10, "0010"));
  CHECK(!same("10", "0010"));
  CHECK(same(true, "true"));
  CHECK(!same(true, "yes"));
  CHECK(!same(true, 1));
  CHECK(same("0 0 0 * * ?", "0 0 0 * * ? *", "start.cron"));
  CHECK(same("0 30 16 1/1 * ? *", "0 30 16 * * ? *", "start.cron"));
  CHECK(same("0 0 9 ? * mon-fri *", "0 0 9 ? * MON-FRI *", "start.cron"));
  CHECK(!same("0 0 0 * * ?", "0 0 0 * * ? *", "path"));
  CHECK(!same(json::array({1, 2}), json::array({2, 1})));
  CHECK(same_description("", ""));
  CHECK(same_description("a\r\nb  ", "a\nb"));
  CHECK(!same_description("a b", "ab"));
  CHECK(same_set(json::array({"a", "b"}), json::array({"b", "a", "a"})));
  CHECK(same_body({{"type", "object"}}, {{"type", "object"}, {"$schema-id", 5}}));
  CHECK(same_transform({{"version", 1}, {"transforms", json::array()}},
                       {{"transforms", json::array()}, {"data_maps", json::array()}}));
  CHECK(!same_transform({{"transforms", {{{"operation", "shift"}}}}}, {{"transforms", json::array()}}));
  CHECK(!same_transform({{"transforms", json::array()}}, {{"transforms", json::array()}, {"data_maps", {7}}}));
  CHECK(!same_transform({{"version", 2}}, json::object()));
}

TEST_CASE("lists of maps pair by key or by position at equal length")
{
  const json a = {{{"key", "x"}}, {{"key", "y"}}};
  const json b = {{{"key", "y"}}, {{"key", "x"}}, {{"key", "z"}}};
  CHECK(counterpart(a, 0, b) == 1U);
  CHECK(!pairs_up(a, b));
  CHECK(pairs_up(a, a));
  CHECK(!counterpart({{{"v", 1}}}, 0, {{{"v", 1}}, {{"v", 2}}}));
  CHECK(!pairs_up({1, 2}, {1, 2}));
}

TEST_CASE("paths escape what RFC 6901 escapes and leave dots alone")
{
  CHECK(pointer_below("/source_config", "start.cron") == "/source_config/start.cron");
  CHECK(pointer_below("", "a/b~c") == "/a~1b~0c");
  CHECK(first_segment("/a~1b~0c/d") == "a/b~c");
  CHECK(is_within("/a/b", "/a"));
  CHECK(!is_within("/ab", "/a"));
}
