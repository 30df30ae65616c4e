#include "exec/workshop.hpp"

using namespace flowsync;
using namespace flowsync::test;
using exec::Outcome;

TEST_CASE("detection is polled at growing intervals and ends the wait of everything below")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.api.detect_after = 6;
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::ok);
  CHECK(shop.api.calls("GET data_sources") == 6);
  CHECK(report.detection >= Duration{50 + 75 + 112});
  CHECK(report.detection <= Duration{2'000});
}

TEST_CASE("detection that does not come is pending, with all that hangs from it, and the next run goes on")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.want_flow("returns");
  shop.options.parallelism = 1; // so that the clock moves only when both wait
  shop.api.detect_after = 0;
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::pending);
  CHECK(result_of(report, "orders/source").outcome == Outcome::done);
  CHECK(result_of(report, "orders/nexset/raw").outcome == Outcome::pending);
  CHECK(result_of(report, "orders/nexset/clean").outcome == Outcome::pending);
  CHECK(result_of(report, "orders/sink/out").outcome == Outcome::pending);
  CHECK(shop.clock.passed() < shop.options.detect_timeout + Duration{5'000}); // both flows wait at the same time
  shop.api.detect_after = 1;
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.api.calls("POST data_sources") == 0);
  CHECK(shop.api.count(ResourceKind::sink) == 2);
}

TEST_CASE("a paused new flow stops after its source, and the rest is waiting and nothing is wrong")
{
  Workshop shop;
  shop.want_flow("orders");
  for (auto& resource : shop.desired.resources) {
    resource.state = RunState::paused;
  }
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::ok);
  CHECK(result_of(report, "orders/source").outcome == Outcome::done);
  CHECK(result_of(report, "orders/sink/out").outcome == Outcome::waiting);
  CHECK(result_of(report, "orders/sink/out").reason == "orders/source is paused");
  CHECK(shop.api.calls("ACTIVATE") == 0);
  CHECK(shop.live("orders/source").status == "INIT");
  CHECK(!shop.plan().has_differences()); // INIT does not run, which is all that was asked for
}

TEST_CASE("a source that waits for people's data leaves the rest waiting until data came")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.want("orders/source").waits_for_data = true;
  shop.api.detect_after = 0;
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::ok);
  CHECK(result_of(report, "orders/nexset/raw").outcome == Outcome::waiting);
  CHECK(shop.live("orders/source").status == "ACTIVE");
  LiveResource set;
  set.type = ResourceKind::nexset;
  set.id = 7000;
  set.name = "1 - orders";
  set.status = "ACTIVE";
  set.source_id = shop.id("orders/source");
  shop.api.add(set);
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.live("orders/sink/out").status == "ACTIVE");
}

TEST_CASE("two sets where the specs say that there is one are listed, and nothing is guessed")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.api.detect_sets = 2;
  const auto report = shop.apply();
  const auto& raw = result_of(report, "orders/nexset/raw");
  CHECK(raw.outcome == Outcome::failed);
  CHECK(raw.reason.find("1 - orders") != std::string::npos);
  CHECK(raw.reason.find("2 - orders") != std::string::npos);
  CHECK(result_of(report, "orders/sink/out").outcome == Outcome::skipped);
}

TEST_CASE("index counts by id, and each nexset of a source gets its own set")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.want("orders/nexset/raw").selector.index = 2;
  auto other = shop.want("orders/nexset/raw");
  other.selector.index = 1;
  other.address = address("orders/nexset/first");
  shop.want("orders/nexset/first") = other;
  shop.api.detect_sets = 2;
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.live("orders/nexset/first").name == "1 - orders");
  CHECK(shop.live("orders/nexset/raw").name == "2 - orders");
  CHECK(!shop.plan().has_differences());
}

TEST_CASE(
    "a detected set is written to only when the specs say something of it, and its own words stay before the mark")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.want("orders/nexset/raw").document["name"] = "Orders, raw";
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  const auto& raw = shop.live("orders/nexset/raw");
  CHECK(raw.name == "Orders, raw");
  CHECK(raw.description == "DataSet #1 detected from orders\n\n[flowsync acme-k3x9/prod orders/nexset/raw]");
  CHECK(!shop.plan().has_differences());
}

TEST_CASE("a stop while detection is awaited ends the wait and begins nothing")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.api.detect_after = 0;
  int looks = 0;
  shop.api.on_call = [&](const std::string& line) {
    if (line.starts_with("GET data_sources") && ++looks == 3) {
      shop.stop.request_stop();
    }
  };
  const auto report = shop.apply();
  CHECK(report.interrupted);
  CHECK(report.exit_code() == ExitCode::interrupted);
  CHECK(result_of(report, "orders/source").outcome == Outcome::done);
  CHECK(result_of(report, "orders/nexset/raw").outcome == Outcome::not_started);
  CHECK(result_of(report, "orders/sink/out").outcome == Outcome::not_started);
  CHECK(shop.api.calls("POST") == 1);
}
