#include "sim/bench_sim.hpp"

using namespace flowsync::sim;
using nlohmann::json;

namespace {

LoggedIn& with_errors(LoggedIn& bench, std::int64_t records)
{
  bench.post("/_sim/runs", {{"source_id", 6862},
                            {"records", records},
                            {"sinks", {{"6520", {{"records", 0}, {"errors", 7}, {"message", "no such table"}}}}}});
  return bench;
}

} // namespace

TEST_CASE("health is green, yellow or red, of each flow and of all of them")
{
  LoggedIn bench;
  CHECK(bench.get("/health/flow/9001").at("data").at("healthStatus") == "GREEN");
  with_errors(bench, 40);
  const auto yellow = bench.get("/health/org/flows?health_status=yellow").at("data");
  REQUIRE(yellow.size() == 1);
  CHECK(yellow.at(0).at("latestErrorCount") == 7);
  CHECK(yellow.at(0).at("latestRunId").is_number_integer());
  CHECK(yellow.at(0).at("errorSummary").is_string());
  CHECK(bench.get("/health/org/all").at("data") == json{{"GREEN", 0}, {"YELLOW", 1}, {"RED", 0}});
  with_errors(bench, 0);
  CHECK(bench.get("/health/flow/9001").at("data").at("healthStatus") == "RED");
  bench.call(404, "GET", "/health/flow/1");
  bench.call(404, "POST", "/health/org/all");
  bench.log_in("sim-service-key-2");
  bench.call(404, "GET", "/health/flow/9001");
  CHECK(bench.get("/health/org/flows").at("data").empty());
}

TEST_CASE("metrics are counted by day, by resource and by run, and a run has a status")
{
  LoggedIn bench;
  const auto run = bench.post("/_sim/runs", {{"source_id", 6862}, {"records", 40}}).at("run_id").get<Id>();
  const auto days = bench.get("/data_sources/6862/metrics?aggregate=1").at("metrics");
  CHECK(days.back().at("records") == 40);
  CHECK(days.back().at("time").get<std::string>().size() == 10);
  const auto flow = bench.get("/data_sources/6862/flow/metrics?from=2026-11-01").at("metrics").at("data");
  CHECK(flow.at("data_sinks").at("6520").at("records") == 40);
  const auto by_run = bench.get("/data_sources/6862/flow/metrics?groupby=runId").at("metrics").at("data");
  CHECK(by_run.at("data_sources").at("6862").at(std::to_string(run)).at("records") == 40);
  CHECK(bench.get("/flows/9001/run_status/" + std::to_string(run)).at("status") == "COMPLETED");
  bench.call(404, "GET", "/flows/9001/run_status/1");
  CHECK(bench.get("/data_flows/metrics/active_flows_metrics").at("metrics").size() == 1);
  CHECK(bench.get("/data_flows/metrics/total").at("metrics").at("records").get<Id>() >= 40);
  bench.call(404, "GET", "/data_flows/metrics/yearly");
}

TEST_CASE("logs are found by run, words and kind, with seconds and with milliseconds")
{
  LoggedIn bench;
  with_errors(bench, 40);
  const auto found = bench.post("/flows/9001/logs_v2", {{"severity", {"ERROR"}}, {"search_string", "table"}});
  REQUIRE(found.at("logs").at("data").size() == 1);
  const auto run = found.at("logs").at("data").at(0).at("run_id").get<Id>();
  CHECK(bench.post("/flows/9001/logs_v2", {{"run_ids", {1}}}).at("logs").at("data").empty());
  CHECK(bench.post("/flows/9001/logs_v2", {{"log_type", {"source"}}}).at("logs").at("data").size() == 1);
  const auto logs = "/data_sinks/6520/flow/logs?run_id=" + std::to_string(run);
  CHECK_FALSE(bench.get(logs + "&from=1700000000000").at("logs").at("data").empty());
  CHECK(bench.get(logs + "&from=1900000000000").at("logs").at("data").empty());
}

TEST_CASE("storages and nexsets show a little of their data")
{
  LoggedIn bench;
  CHECK(bench.post("/data_credentials/6027/probe/tree", {{"depth", 1}, {"path", "b"}}).at("object").contains("b"));
  CHECK(bench.post("/data_credentials/6031/probe/tree", {{"depth", 1}, {"database", "D"}}).at("object").contains("D"));
  bench.refused(400, "POST", "/data_credentials/6027/probe/tree", json::object());
  CHECK(bench.post("/data_credentials/6027/probe/sample", {{"path", "b/a.csv"}}).at("output").contains("contentType"));
  CHECK(bench.post("/data_credentials/6031/probe/sample", {{"table", "T"}}).at("output").contains("columns"));
  const auto samples = bench.get("/data_sets/10393/samples?count=3");
  REQUIRE(samples.size() == 3);
  const auto properties = bench.get("/data_sets/10393").at("output_schema").at("properties");
  CHECK(samples.at(0).size() == properties.size());
  CHECK(samples.at(0) != samples.at(1));
  CHECK(bench.get("/data_sets/10393/samples?include_metadata=true").at(0).at("rawMessage") == samples.at(0));
}
