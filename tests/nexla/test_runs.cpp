#include "base/timestamp.hpp"
#include "nexla/audit.hpp"
#include "nexla/runs.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::nexla;
using Json = nlohmann::json;

namespace {

const auto k_at = *parse_timestamp("2026-11-28T06:00:00.000Z");
constexpr std::int64_t k_ms = 1795845600000; // the same

} // namespace

TEST_CASE("the newest run of each flow is read, and flows that never ran are left out")
{
  const auto runs = decode_flow_metrics(Json::parse(R"({"flows": [], "metrics": [
    {"origin_node_id": 9, "records": 3, "errors": 1, "reporting_date": "2026-11-28T06:00:00.000Z", "run_id": 7},
    {"origin_node_id": 9, "records": 2, "errors": 0, "reporting_date": "2026-11-27T06:00:00.000Z", "run_id": 6},
    {"origin_node_id": 10, "records": 0, "errors": 0, "run_id": null}, {"records": 4, "run_id": 1}, 3]})"));
  REQUIRE(runs.size() == 1);
  CHECK(runs.at(9) == RunCounts{7, 3, 1, k_at});
  CHECK(decode_flow_metrics(Json::parse("[]")).empty());
}

TEST_CASE("runs of a resource are read as a list and by run, newest first, whatever else is in the reply")
{
  const auto listed = decode_run_summary(Json::parse(R"({"status": 200, "metrics": {"data": [
    {"runId": 5, "lastWritten": 1795845600000, "records": 1, "size": 9, "errors": 0},
    {"runId": 6, "lastWritten": 1795845600, "records": 2, "size": 9, "errors": 1}], "meta": {"pageCount": 1}}})"));
  REQUIRE(listed.size() == 2);
  CHECK(listed[0] == RunCounts{6, 2, 1, k_at});
  CHECK(listed[1] == RunCounts{5, 1, 0, k_at});
  Json by_run{{"metrics", {{std::to_string(k_ms), {{"records", 4}, {"errors", 0}}}, {"meta", {{"pageCount", 1}}}}}};
  const auto keyed = decode_run_summary(by_run);
  REQUIRE(keyed.size() == 1);
  CHECK(keyed[0] == RunCounts{k_ms, 4, 0, k_at});
  for (const auto* const odd :
       {"null", "[]", "3", R"({"metrics": 3})", R"({"metrics": [1, null]})", R"({"metrics": {"7": 3}})"}) {
    CHECK(decode_run_summary(Json::parse(odd)).size() < 3); // no run has counts there, and nothing is thrown
  }
}

TEST_CASE("errors of a log are read nested and flat, and other lines are left out")
{
  const auto nested = decode_log(Json::parse(R"({"status": 200, "logs": {"data": [
    {"timestamp": 1795845600000, "severity": "ERROR", "log": "no such table", "resource_id": 6520, "run_id": 7},
    {"timestamp": 1795845600000, "severity": "INFO", "log": "done"}], "meta": {}}})"));
  REQUIRE(nested.size() == 1);
  CHECK(nested[0] == LogLine{k_at, "no such table", 6520, 7});
  const auto flat = decode_log(Json::parse(
      R"({"logs": [{"timestamp": "2026-11-28T06:00:00.000Z", "level": "ERROR", "message": "late"}, {"level": "WARN", "message": "x"}]})"));
  REQUIRE(flat.size() == 1);
  CHECK(flat[0].text == "late");
  CHECK(flat[0].at == k_at);
  CHECK(decode_log(Json::parse("{}")).empty());
}

TEST_CASE("an audit entry tells who and when and which fields, never what was in them")
{
  const auto entries = decode_audit_log(Json::parse(R"([
    {"id": 1, "created_at": "2026-11-27T06:00:00.000Z", "user": {"id": 42, "full_name": "Ana"}, "object_changes": {"status": ["A", "B"]}},
    {"id": 2, "created_at": "2026-11-28T06:00:00.000Z", "user": {"id": 43, "full_name": "Bo", "email": "bo@example.com"},
     "request_user_agent": "flowsync/1", "object_changes": {"source_config": [{"password": "topsecret"}, {}]}},
    {"id": 3, "user": {"id": 44}}, {"id": 4, "user": null}, 5])"));
  REQUIRE(entries.size() == 3);
  CHECK(entries[0] == AuditEntry{"Bo <bo@example.com>", k_at, "flowsync/1", {"source_config"}});
  CHECK(entries[1].who == "Ana");
  CHECK(entries[2].who == "user 44");
}
