#include "exec/workshop.hpp"

using namespace flowsync;
using namespace flowsync::test;
using nlohmann::json;

// Fields that two replies tell.

namespace {

constexpr ResourceId k_container = 7001;

// The private container of the flow's transform, which says `operation`; its date is `minutes` after the set's.
void add_container(Workshop& shop, const std::string& operation, int minutes)
{
  auto& set = shop.live("orders/nexset/clean");
  set.code_container_id = k_container;
  LiveResource container;
  container.type = ResourceKind::code;
  container.id = k_container;
  container.body = {{"reusable", false}, {"code", json::array({{{"operation", operation}}})}};
  auto& kept = shop.api.add(container);
  kept.updated_at = format_timestamp(*parse_timestamp(set.updated_at) + std::chrono::minutes{minutes});
}

} // namespace

TEST_CASE("the newer of a nexset and its code container tells the transform, and that they differ is kept")
{
  for (const int minutes : {-5, 0, 5}) {
    CAPTURE(minutes);
    Workshop shop;
    shop.want_flow("orders");
    shop.apply();
    add_container(shop, "default", minutes);
    const auto seen = shop.survey();
    const auto& set = *seen.inventory.find(ResourceKind::nexset, shop.id("orders/nexset/clean"));
    CHECK(set.body.at("transform").at("transforms")[0].at("operation") == (minutes > 0 ? "default" : "shift"));
    CHECK(set.borrowed.empty());
    REQUIRE(seen.inventory.disagreements.size() == 1);
    const auto& found = *seen.inventory.disagreements.begin();
    CHECK(found.id == set.id);
    CHECK(found.field == "transform");
    CHECK(found.counted == (minutes > 0 ? "code_container 7001" : "data_set " + std::to_string(set.id)));
  }
}

TEST_CASE("a code container that says the same is not a second opinion")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  add_container(shop, "shift", 5);
  CHECK(shop.survey().inventory.disagreements.empty());
  CHECK(!shop.plan().has_differences());
}

TEST_CASE("a trusted nexset is completed by what was observed, and read again when its date moves")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.want("orders/nexset/clean").document["transform"]["data_maps"] = {7};
  shop.apply();
  add_container(shop, "shift", 0);
  CHECK(!shop.plan().has_differences());
  shop.clock.sleep(Duration{60'000}, {});
  auto& set = shop.live("orders/nexset/clean");
  set.body["transform"]["data_maps"] = {8};
  set.updated_at = format_timestamp(shop.clock.now());
  const auto planned = shop.plan();
  const auto* const change = planned.find(address("orders/nexset/clean"));
  REQUIRE(change != nullptr);
  REQUIRE(change->fields.size() == 1);
  CHECK(change->fields[0].cause == plan::Cause::drift);
}
