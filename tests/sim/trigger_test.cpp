#include "sim/bench_sim.hpp"

using namespace flowsync::sim;
using nlohmann::json;

namespace {

json after(const char* type, Id triggering, Id triggered)
{
  return {{"triggering_resource_type", type},
          {"triggering_resource_id", triggering},
          {"triggering_event_type", std::string(type) == "data_sink" ? "WRITE_DONE" : "READ_DONE"},
          {"triggered_resource_type", "data_source"},
          {"triggered_resource_id", triggered}};
}

} // namespace

TEST_CASE("a flow is triggered by another one, paused and set free again")
{
  LoggedIn bench;
  const auto second = bench.source("Second");
  const auto made = bench.post("/flow_triggers", after("data_sink", 6520, second));
  const auto place = path("flow_triggers", made.at("id"));
  CHECK(made.at("status") == "ACTIVE");
  CHECK(made.at("triggered_event_type") == "READ_START");
  CHECK(bench.get("/flow_triggers") == json::array({made}));
  CHECK(bench.put(place + "/pause").at("status") == "PAUSED");
  CHECK(bench.put(place + "/activate").at("status") == "ACTIVE");
  bench.call(404, "PUT", place, json::object());
  bench.call(404, "GET", place + "/accessors");
  bench.call(200, "DELETE", place);
  bench.call(404, "GET", place);
}

TEST_CASE("triggers in a circle are refused, and triggers go away with their flows")
{
  LoggedIn bench;
  const auto second = bench.source("Second");
  const auto third = bench.source("Third");
  bench.post("/flow_triggers", after("data_source", 6862, second));
  bench.post("/flow_triggers", after("data_source", second, third));
  bench.refused(400, "POST", "/flow_triggers", after("data_source", third, 6862));
  bench.refused(400, "POST", "/flow_triggers", after("data_sink", 6520, 6862));
  bench.refused(400, "POST", "/flow_triggers", with(after("data_sink", 6520, second), "triggering_event_type", "NOON"));
  bench.refused(400, "POST", "/flow_triggers", with(after("data_sink", 6520, second), "triggered_resource_type", "x"));
  bench.refused(404, "POST", "/flow_triggers", after("data_source", 1, second));
  bench.call(200, "DELETE", path("data_sources", second));
  CHECK(bench.get("/flow_triggers").empty());
  bench.post("/flow_triggers", after("data_source", third, 6862));
}

TEST_CASE("some installations have no triggers")
{
  LoggedIn bench;
  bench.flip("flow_triggers", "absent");
  bench.call(404, "GET", "/flow_triggers");
  bench.call(404, "POST", "/flow_triggers", after("data_source", 6862, 6862));
}
