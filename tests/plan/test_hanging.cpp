#include "plan/builder.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;

namespace {

LiveResource& hang_sink(PlanWorld& world, ResourceId id, const std::string& description)
{
  LiveResource sink;
  sink.type = ResourceKind::sink;
  sink.id = id;
  sink.name = "By hand";
  sink.status = "ACTIVE";
  sink.owner_id = 42;
  sink.parent_set_id = world.live("orders/nexset/clean").id;
  sink.description = description;
  return world.inventory.resources[ResourceKind::sink].insert_or_assign(id, sink).first->second;
}

} // namespace

TEST_CASE("what hangs below bound resources is told with its owner, and is not drift")
{
  PlanWorld world;
  world.apply_all();
  CHECK(world.plan().hanging.empty()); // the detected set belongs to its source
  hang_sink(world, 900, "");
  hang_sink(world, 901, "[flowsync other-x1/qa flow/sink/x]");
  hang_sink(world, 902, "[flowsync acme-k3x9/dev orders/sink/out]");
  auto& copy = hang_sink(world, 903, world.mark("orders/sink/out"));
  copy.copied_from_id = world.live("orders/sink/out").id;
  const auto plan = world.plan();
  REQUIRE(plan.hanging.size() == 4);
  CHECK(plan.hanging[0] ==
        Hanging{*Address::parse("orders/nexset/clean"), ResourceKind::sink, 900, "By hand", "ACTIVE", ""});
  CHECK(plan.hanging[1].owner == "other-x1/qa");
  CHECK(plan.hanging[2].owner == "dev");
  CHECK(plan.hanging[3].owner.empty());
  CHECK_FALSE(plan.has_differences());
  CHECK(plan.drift.empty());
}

TEST_CASE("a resource that is throttled runs, and a plan says so")
{
  PlanWorld world;
  world.apply_all();
  world.live("orders/sink/out").status = "RATE_LIMITED";
  const auto plan = world.plan();
  CHECK_FALSE(plan.has_differences());
  CHECK(has_code(plan, "throttled-status"));
  CHECK_FALSE(has_code(plan, "failed-status"));
}
