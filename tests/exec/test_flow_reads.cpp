#include "exec/workshop.hpp"

using namespace flowsync;
using namespace flowsync::test;
using exec::Outcome;
using Kind = nexla::ApiError::Kind;

namespace {

void check_all_active(Workshop& shop, const std::string& flow)
{
  for (const auto* const each : {"/source", "/nexset/raw", "/nexset/clean", "/sink/out"}) {
    CHECK_MESSAGE(shop.live(flow + each).status == "ACTIVE", each);
  }
}

std::string path_of(Workshop& shop, const std::string& text)
{
  return std::string(type_path(address(text).kind)) + "/" + std::to_string(shop.id(text));
}

} // namespace

TEST_CASE("a new flow is started by two verbs and read back by two looks at it")
{
  Workshop shop;
  shop.api.shows_flows = true;
  shop.want_flow("orders");
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::ok);
  CHECK(report.count(Outcome::done) == 4);
  CHECK(report.requests == 7);
  CHECK(shop.api.calls("FLOW ") == 2);
  CHECK(shop.api.calls("ACTIVATE ") == 2);
  check_all_active(shop, "orders");
  CHECK(!shop.plan().has_differences());
  CHECK(shop.store->find(address("orders/sink/out"))->observed.at("sink_config").at("table") == "ORDERS");
}

TEST_CASE("where a verb does not reach what is below, each is started by itself and that is remembered")
{
  Workshop shop;
  shop.api.shows_flows = true;
  shop.api.verbs_stay = true;
  shop.want_flow("orders");
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  check_all_active(shop, "orders");
  CHECK(shop.store->data().facts.contains("verbs_stay"));
  CHECK(!shop.plan().has_differences());
  shop.want_flow("people");
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  check_all_active(shop, "people");
  CHECK(before(shop.api, "ACTIVATE " + path_of(shop, "people/nexset/clean"), "POST data_sinks people out"));
}

TEST_CASE("what must not run is never started by the verb of what is above it")
{
  Workshop shop;
  shop.api.shows_flows = true;
  shop.want_flow("orders");
  shop.want_sink("orders", "still").state = RunState::paused;
  std::size_t ran = 0;
  shop.api.on_call = [&](const std::string& line) { ran += line.find("ACTIVATE data_sinks") == 0 ? 1U : 0U; };
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  check_all_active(shop, "orders");
  CHECK(shop.live("orders/sink/still").status != "ACTIVE");
  CHECK(before(shop.api, "ACTIVATE " + path_of(shop, "orders/nexset/clean"), "POST data_sinks orders still"));
  CHECK(ran == 1);
}

TEST_CASE("a nexset is started though something below it failed, and what failed is told")
{
  Workshop shop;
  shop.api.shows_flows = true;
  shop.want_flow("orders");
  shop.want_sink("orders", "bad");
  shop.api.faults.push_back({"POST data_sinks orders bad", Kind::refused, 400, "no such table", false, {}, 1});
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::partial);
  CHECK(result_of(report, "orders/sink/bad").outcome == Outcome::failed);
  CHECK(report.count(Outcome::done) == 4);
  check_all_active(shop, "orders");
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.live("orders/sink/bad").status == "ACTIVE");
}

TEST_CASE("what a look at the flow alone has shown as detected is recorded when a create below it is accepted")
{
  Workshop shop;
  shop.api.shows_flows = true;
  shop.want_flow("orders");
  shop.api.faults.push_back({"POST data_sets orders clean", Kind::refused, 422, "no such nexset", false, {}, 1});
  std::vector<bool> recorded;
  shop.api.on_call = [&](const std::string& line) {
    if (line == "POST data_sets orders clean") {
      recorded.push_back(shop.store->find(address("orders/nexset/raw")).has_value());
    }
  };
  CHECK(shop.apply().exit_code() == ExitCode::partial);
  CHECK(!shop.store->find(address("orders/nexset/raw")));
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.store->find(address("orders/nexset/raw")).has_value());
  CHECK(!shop.plan().has_differences());
  CHECK(recorded == std::vector<bool>{false, true}); // the second plan found it in the lists as well
}

TEST_CASE("a detected nexset below which nothing is created is read by itself")
{
  Workshop shop;
  shop.api.shows_flows = true;
  shop.want_flow("orders");
  std::erase_if(shop.desired.resources, [](const DesiredResource& resource) {
    return resource.type == ResourceKind::sink || resource.address == address("orders/nexset/clean");
  });
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.api.calls("GET data_sets/" + std::to_string(shop.id("orders/nexset/raw"))) == 1);
  CHECK(shop.store->find(address("orders/nexset/raw")).has_value());
}

TEST_CASE("an interrupted run starts what it has created")
{
  Workshop shop;
  shop.api.shows_flows = true;
  shop.options.parallelism = 1;
  shop.want_flow("orders");
  shop.api.on_call = [&](const std::string& line) {
    if (line == "POST data_sets orders clean") {
      shop.stop.request_stop();
    }
  };
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::interrupted);
  CHECK(result_of(report, "orders/nexset/clean").outcome == Outcome::done);
  CHECK(shop.live("orders/nexset/clean").status == "ACTIVE");
  CHECK(result_of(report, "orders/sink/out").outcome == Outcome::not_started);
}

TEST_CASE("a changed source costs seven requests, whatever hangs below it")
{
  Workshop shop;
  shop.api.shows_flows = true;
  shop.want_flow("orders");
  shop.want_sink("orders", "second");
  shop.apply();
  shop.want("orders/source").document["source_config"]["path"] = "acme/others";
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::ok);
  CHECK(report.requests == 7);
  check_all_active(shop, "orders");
  CHECK(shop.live("orders/sink/second").status == "ACTIVE");
  CHECK(shop.live("orders/source").body.at("source_config").at("path") == "acme/others");
  CHECK(!shop.plan().has_differences());
}

TEST_CASE("what somebody changed since the plan is read before anything is paused")
{
  Workshop shop;
  shop.api.shows_flows = true;
  shop.want_flow("orders");
  shop.apply();
  shop.want("orders/source").document["source_config"]["path"] = "acme/others";
  const auto seen = shop.survey();
  const auto planned = shop.plan_on(seen);
  shop.clock.sleep(Duration{5'000}, {});
  auto& source = shop.live("orders/source");
  source.body["source_config"]["by.hand"] = true;
  source.updated_at = format_timestamp(shop.clock.now());
  const auto report = shop.apply(planned, seen);
  CHECK(report.exit_code() == ExitCode::ok);
  const auto path = path_of(shop, "orders/source");
  CHECK(before(shop.api, "GET " + path, "PAUSE " + path));
  CHECK(shop.live("orders/source").body.at("source_config").at("by.hand") == true);
}
