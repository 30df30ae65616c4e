#include "exec/workshop.hpp"

#include "base/fatal.hpp"

using namespace flowsync;
using namespace flowsync::test;
using Kind = nexla::ApiError::Kind;

TEST_CASE("lists and flow index that agree prove absence with one walk each")
{
  Workshop shop;
  shop.want_flow("orders");
  const auto seen = shop.survey();
  CHECK(seen.inventory.proved.at(ResourceKind::source));
  CHECK(seen.inventory.proved.at(ResourceKind::sink));
  CHECK(seen.inventory.doubts.empty());
  CHECK(shop.api.calls("LIST data_sources") == 1);
  CHECK(shop.api.calls("LIST code_containers") == 1); // the specs hold a transform
  CHECK(seen.requests == shop.api.log.size());
}

TEST_CASE("a flow index that cannot be read is survived by a second walk and full reads")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.api.flows_malformed = true;
  const auto seen = shop.survey();
  CHECK(seen.inventory.proved.at(ResourceKind::source));
  CHECK(shop.api.calls("LIST data_sources") == 2);
  CHECK(seen.refresh.why.find("flow index") != std::string::npos);
  CHECK(shop.apply().exit_code() == ExitCode::ok);
}

TEST_CASE("lists that break off prove nothing, and only where a create depends on it is that a doubt")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.api.whole_lists = false;
  auto seen = shop.survey();
  CHECK(!seen.inventory.proved.at(ResourceKind::source));
  CHECK(seen.inventory.doubts.size() == 3);
  CHECK(shop.plan_on(seen).summary.create == 0);
  shop.api.whole_lists = true;
  shop.apply();
  shop.api.whole_lists = false;
  shop.api.log.clear();
  seen = shop.survey();
  CHECK(seen.inventory.doubts.empty());
  CHECK(shop.api.calls("LIST data_sources") == 1);
}

namespace {

// A sink of somebody else that was made at this moment.
LiveResource stranger(Workshop& shop, ResourceId id, bool dated = true)
{
  LiveResource sink;
  sink.type = ResourceKind::sink;
  sink.id = id;
  sink.name = "Theirs";
  if (dated) {
    sink.body["created_at"] = format_timestamp(shop.clock.now());
  }
  return sink;
}

} // namespace

TEST_CASE("what strangers make and delete between two walks disproves nothing")
{
  for (const bool dated : {true, false}) {
    Workshop shop;
    shop.want_flow("orders");
    shop.api.flows_malformed = true; // lists only
    ResourceId next = 9000;
    for (; next < 9010; ++next) {
      shop.api.add(stranger(shop, next, dated));
    }
    shop.clock.sleep(Duration{60'000}, {});
    ResourceId oldest = 9000;
    shop.api.on_call = [&](const std::string& request) {
      if (request == "LIST data_sinks") {
        shop.api.add(stranger(shop, next++, dated));
        shop.api.erase(ResourceKind::sink, oldest++);
      }
    };
    const auto seen = shop.survey();
    CHECK(seen.inventory.proved.at(ResourceKind::sink));
    CHECK(shop.api.calls("LIST data_sinks") == 2);
    CHECK(seen.inventory.find(ResourceKind::sink, 9001) == nullptr); // it went between the two
    CHECK(seen.inventory.find(ResourceKind::sink, next - 1) != nullptr);
    CHECK(shop.plan_on(seen).summary.create > 0);
  }
}

TEST_CASE("a set that is detected between two pages, so that the header counts it and the walk does not, is no doubt")
{
  for (const bool counted_for_ever : {false, true}) {
    Workshop shop;
    shop.want_flow("orders");
    int walks = 0;
    shop.api.on_call = [&](const std::string& request) {
      if (request == "LIST data_sets" && ++walks == 1) {
        shop.api.more_in_headers[ResourceKind::nexset] = 1;
      } else if (request == "LIST data_sets") {
        auto set = stranger(shop, 9000);
        set.type = ResourceKind::nexset;
        shop.api.add(set);
        shop.api.more_in_headers[ResourceKind::nexset] = counted_for_ever ? 2 : 0;
      }
    };
    const auto seen = shop.survey();
    CHECK(seen.inventory.proved.at(ResourceKind::nexset) == !counted_for_ever);
    CHECK(seen.inventory.doubts.empty() == !counted_for_ever);
  }
}

TEST_CASE("a resource that was there before and that one walk does not show is waited for, five times")
{
  for (const int lossy : {2, 100}) {
    Workshop shop;
    shop.want_flow("orders");
    shop.api.flows_malformed = true;
    shop.api.add(stranger(shop, 9000));
    shop.clock.sleep(Duration{60'000}, {});
    int walks = 0;
    shop.api.on_call = [&](const std::string& request) {
      if (request == "LIST data_sinks") {
        shop.api.unlisted = {};
        if (++walks <= lossy && walks % 2 == 1) {
          shop.api.unlisted = {9000};
        }
      }
    };
    const auto before = shop.clock.now();
    const auto seen = shop.survey();
    CHECK(seen.inventory.proved.at(ResourceKind::sink) == (lossy == 2));
    CHECK(walks == (lossy == 2 ? 3 : 7));
    CHECK((shop.clock.now() - before >= std::chrono::seconds{7}) == (lossy == 100));
    CHECK(seen.inventory.find(ResourceKind::sink, 9000) != nullptr);
  }
}

TEST_CASE("a plan with nothing changed costs the lists, whatever the number of resources")
{
  Workshop shop;
  for (int i = 0; i < 20; ++i) {
    shop.want_flow("flow-" + std::to_string(i));
  }
  shop.apply();
  shop.clock.sleep(Duration{10'000}, {});
  shop.apply();
  const auto seen = shop.survey(); // reads what was read too soon after it was written
  std::vector<Record> records;
  for (const auto& resource : shop.desired.resources) {
    const auto record = *shop.store->find(resource.address);
    const auto& live = seen.inventory.resources.at(record.type).at(record.id);
    records.push_back(plan::observe(resource, live, record, seen.inventory.server_time, false));
  }
  shop.store->record(records);
  shop.api.log.clear();
  const auto again = shop.survey();
  CHECK(again.refresh.read == 10); // those longest unread
  CHECK(shop.api.log.size() == 16);
  CHECK(!shop.plan_on(again).has_differences());
}

TEST_CASE("a recorded resource that no list shows is told absent from forbidden by a read")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  const auto id = shop.id("orders/sink/out");
  SUBCASE("absent")
  {
    shop.live("orders/sink/out").status = "PAUSED";
    REQUIRE(shop.api.remove(ResourceKind::sink, id, {}).ok());
    const auto seen = shop.survey();
    CHECK(seen.inventory.missing.at({ResourceKind::sink, id}) == Inventory::Missing::absent);
    CHECK(shop.apply().exit_code() == ExitCode::ok);
    CHECK(shop.id("orders/sink/out") != id);
  }
  SUBCASE("forbidden")
  {
    shop.live("orders/sink/out").status = "PAUSED";
    REQUIRE(shop.api.remove(ResourceKind::sink, id, {}).ok());
    shop.api.faults = {{"GET data_sinks", Kind::forbidden, 403, "", false, {}, 1}};
    const auto seen = shop.survey();
    CHECK(seen.inventory.missing.at({ResourceKind::sink, id}) == Inventory::Missing::forbidden);
    CHECK(shop.plan_on(seen).summary.create == 0);
  }
}

TEST_CASE("transforms that a set does not show are read from its source")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.api.hide_transforms = true;
  shop.apply();
  shop.live("orders/nexset/clean").body["transform"]["transforms"][0]["operation"] = "default"; // by hand
  const auto seen = shop.survey();
  const auto planned = shop.plan_on(seen);
  const auto* const change = planned.find(address("orders/nexset/clean"));
  REQUIRE(change != nullptr);
  REQUIRE(change->fields.size() == 1);
  CHECK(change->fields[0].path == "/transform");
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(!shop.plan().has_differences());
}

TEST_CASE("another organisation stops the run before the first list")
{
  Workshop shop;
  shop.want_flow("orders");
  SUBCASE("pinned")
  {
    shop.desired.environment.org = 8;
  }
  SUBCASE("another organisation than applied last")
  {
    shop.apply();
    shop.api.identity.org_id = 8;
  }
  shop.api.log.clear();
  try {
    exec::survey(shop.api, shop.desired, shop.store->data(), {}, shop.clock, {});
    FAIL("it went on");
  } catch (const Fatal& fatal) {
    CHECK(fatal.exit() == ExitCode::auth);
  }
  CHECK(shop.api.log.empty());
}

TEST_CASE("an error of a list is the survey's error")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.api.faults = {{"LIST data_sets", Kind::unauthorized, 401, "", false, {}, 1}};
  const auto result = exec::survey(shop.api, shop.desired, shop.store->data(), {}, shop.clock, {});
  REQUIRE(!result.ok());
  CHECK(result.error().kind == Kind::unauthorized);
}

TEST_CASE("a state belongs to one installation of the service, by whatever names that goes")
{
  Workshop shop;
  shop.desired.environment.url = "https://one.nexla.io/nexla-api";
  shop.want_flow("orders");
  REQUIRE(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.store->data().identity->installation == "one.nexla.io");
  shop.desired.environment.url = "https://ONE.nexla.io/nexla-api/";
  CHECK(!shop.plan().has_differences());
  shop.desired.environment.url = "https://two.nexla.io/nexla-api";
  CHECK_THROWS_AS(shop.survey(), Fatal);
  shop.desired.environment.formerly_at = {"one.nexla.io"};
  CHECK(!shop.plan().has_differences());
}
