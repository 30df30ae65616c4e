#include "view/fleet.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::view;
using namespace std::chrono_literals;

namespace {

bool has_line(const std::string& text, const std::string& line)
{
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

} // namespace

TEST_CASE("metrics tell of each environment, and a label may hold anything")
{
  Fleet fleet;
  FleetEnvironment prod;
  prod.name = "prod";
  prod.turns = {{"in_sync", 3}, {"failed", 1}};
  prod.failures = {{"service", 1}};
  prod.failures_in_a_row = 1;
  prod.last_success = WallTime{} + 90s;
  prod.last_took = 1500ms;
  prod.all_took = 6s;
  prod.requests = 68;
  prod.throttled = 2;
  prod.resources = {{"active", 5}};
  prod.drifted = 4;
  prod.commit = "9c72923d066f";
  fleet.environments.push_back(prod);
  fleet.environments.emplace_back().name = "a\"b\\c\nd";
  const auto text = fleet_metrics(fleet);
  for (const auto* const line :
       {"flowsync_reconcile_turns_total{environment=\"prod\",outcome=\"in_sync\"} 3",
        "flowsync_reconcile_failures_total{environment=\"prod\",reason=\"service\"} 1",
        "flowsync_reconcile_consecutive_failures{environment=\"prod\"} 1",
        "flowsync_reconcile_last_success_timestamp_seconds{environment=\"prod\"} 90.000",
        "flowsync_reconcile_last_duration_seconds{environment=\"prod\"} 1.500",
        "flowsync_reconcile_duration_seconds_sum{environment=\"prod\"} 6.000",
        "flowsync_reconcile_duration_seconds_count{environment=\"prod\"} 4.000",
        "flowsync_requests_total{environment=\"prod\"} 68", "flowsync_requests_throttled_total{environment=\"prod\"} 2",
        "flowsync_resources{environment=\"prod\",state=\"active\"} 5",
        "flowsync_drifted_resources{environment=\"prod\"} 4",
        "flowsync_specs_info{environment=\"prod\",commit=\"9c72923d066f\"} 1",
        "flowsync_requests_total{environment=\"a\\\"b\\\\c\\nd\"} 0", "# TYPE flowsync_requests_total counter"}) {
    CHECK_MESSAGE(has_line(text, line), line);
  }
  CHECK(text.find("last_success_timestamp_seconds{environment=\"a") == std::string::npos); // there was none
  CHECK(text.find("flowsync_git_") == std::string::npos);                                  // nothing is fetched
  fleet.fetches = true;
  fleet.not_fetched = 2;
  CHECK(has_line(fleet_metrics(fleet), "flowsync_git_fetches_total{outcome=\"failed\"} 2"));
}

TEST_CASE("the page of a fleet escapes what it shows, and is there before the first plan")
{
  Fleet fleet;
  auto& dev = fleet.environments.emplace_back();
  dev.name = "dev";
  CHECK(fleet_page(fleet).find("No plan has been made yet") != std::string::npos);
  plan::Plan plan;
  plan.made = false;
  plan.environment = "dev";
  plan.diagnostics.error("failed", "<script>alert(1)</script> did not answer");
  dev.plan = std::make_shared<const plan::Plan>(plan);
  const auto page = fleet_page(fleet);
  CHECK(page.find("<script>alert") == std::string::npos);
  CHECK(page.find("&lt;script&gt;alert(1)") != std::string::npos);
}
