#include "sim/bench_sim.hpp"

using namespace flowsync::sim;
using nlohmann::json;

TEST_CASE("a flow whose nexsets were detected has run once, and what is told of it is what others do")
{
  LoggedIn bench;
  const auto first = bench.get("/flows?include_run_metrics=1")["metrics"].at(0);
  CHECK(first["run_id"].is_number_integer());
  CHECK(first["records"] == 100);
  const auto made =
      bench.post("/_sim/runs", {{"source_id", 6862},
                                {"records", 40},
                                {"sinks", {{"6520", {{"records", 0}, {"errors", 40}, {"message", "no such table"}}}}}});
  const auto newest = bench.get("/flows/9001?include_run_metrics=1")["metrics"].at(0);
  CHECK(newest["run_id"] == made["run_id"]);
  CHECK(newest["records"] == 40);
  const auto sink = bench.get("/data_sinks/6520/metrics/run_summary?groupby=runId")["metrics"]["data"];
  CHECK(sink.at(0)["runId"] == made["run_id"]);
  CHECK(sink.at(0)["records"] == 0);
  CHECK(sink.at(0)["errors"] == 40);
  CHECK(sink.size() == 2);
  const auto log = bench.get("/flows/9001/logs?severity=ERROR")["logs"]["data"];
  REQUIRE(log.size() == 1);
  CHECK(log.at(0)["log"] == "no such table");
  CHECK(log.at(0)["resource_id"] == 6520);
  CHECK(bench.get("/flows/9001/logs?from=1795000001")["logs"]["data"].empty());
}

TEST_CASE("runs and logs have the shapes that are met, or cannot be read")
{
  LoggedIn bench;
  const auto fresh = bench.source("Never ran");
  CHECK(bench.get("/flows?include_run_metrics=1")["metrics"].size() == 1);
  bench.flip("run_metrics", "all");
  CHECK(bench.get("/flows?include_run_metrics=1")["metrics"].size() == 2);
  bench.flip("run_metrics", "off");
  CHECK_FALSE(bench.get("/flows?include_run_metrics=1").contains("metrics"));
  CHECK(bench.get(path("data_sources", fresh) + "/metrics/run_summary")["metrics"]["data"].empty());
  bench.flip("run_summary", "by_run");
  CHECK(bench.get("/data_sources/6862/metrics/run_summary")["metrics"].begin()->at("records") == 100);
  bench.flip("run_summary", "absent");
  bench.refused(404, "GET", "/data_sources/6862/metrics/run_summary");
  bench.post("/_sim/runs", {{"source_id", 6862}});
  bench.flip("flow_logs", "flat");
  CHECK(bench.get("/flows/9001/logs")["logs"].at(0).contains("message"));
  bench.flip("flow_logs", "refused");
  bench.refused(403, "GET", "/flows/9001/logs");
}

TEST_CASE("a flow can be run once, by the method that the installation has")
{
  LoggedIn bench;
  const auto before = bench.get("/data_sources/6862/metrics/run_summary")["metrics"]["data"].size();
  bench.refused(404, "POST", "/flows/9001/run_now");
  bench.put("/flows/9001/run_now");
  CHECK(bench.get("/data_sources/6862/metrics/run_summary")["metrics"]["data"].size() == before + 1);
  bench.flip("run_now", "post");
  bench.refused(404, "PUT", "/flows/9001/run_now");
  bench.call(200, "POST", "/flows/9001/run_now");
  bench.flip("run_now", "absent");
  bench.refused(404, "POST", "/flows/9001/run_now");
  bench.flip("run_now", "put");
  bench.put("/data_sources/6862/pause");
  bench.refused(405, "PUT", "/flows/9001/run_now");
}

TEST_CASE("the audit log tells who changed what, newest first, and whether it was the UI")
{
  LoggedIn bench;
  CHECK(bench.get("/data_sinks/6520/audit_log").empty());
  bench.call(200, "PATCH", "/_sim/resources/data_sinks/6520?by=43", {{"sink_config", {{"table", "OTHER"}}}});
  bench.clock.advance(flowsync::Duration(1000));
  bench.put("/data_sinks/6520/pause");
  const auto log = bench.get("/data_sinks/6520/audit_log");
  REQUIRE(log.size() == 2);
  CHECK(log.at(0)["object_changes"].contains("status"));
  CHECK(log.at(0)["user"]["email"] == "demo@example.com");
  CHECK(log.at(1)["user"]["full_name"] == "Second User");
  CHECK(log.at(1)["event"] == "update");
  CHECK(log.at(1)["change_summary"] == json::array({"sink_config"}));
  CHECK(log.at(1)["item_type"] == "DataSink");
  CHECK(bench.get("/data_sinks/6520/audit_log?from=2099-01-01").empty());
  CHECK(bench.get("/data_sinks/6520/audit_log?page=2&per_page=1").size() == 1);
  bench.flip("audit_log", "refused");
  bench.refused(403, "GET", "/data_sinks/6520/audit_log");
  bench.flip("audit_log", "absent");
  bench.refused(404, "GET", "/data_sinks/6520/audit_log");
}
