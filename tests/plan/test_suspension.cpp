#include "plan/builder.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;

namespace {

const FieldChange& status_of(const Plan& plan, const std::string& address)
{
  const auto& change = change_of(plan, address);
  REQUIRE(change.fields.size() == 1);
  return change.fields.front();
}

void suspend(DesiredResource& resource)
{
  resource.state = RunState::paused;
  resource.suspended = true;
}

void record_status(PlanWorld& world, const std::string& address, const std::string& word)
{
  world.state.records.at(*Address::parse(address)).applied["status"] = word;
}

} // namespace

TEST_CASE("what the environment pauses is a change of the specs, also where a flow leaves its status alone")
{
  PlanWorld world;
  world.apply_all();
  record_status(world, "orders/sink/out", "unmanaged");
  for (const auto* const address : {"orders/source", "orders/sink/out"}) {
    suspend(world.want(address));
    const auto plan = world.plan();
    CAPTURE(address);
    CHECK(status_of(plan, address).after == "PAUSED");
    CHECK(status_of(plan, address).cause == Cause::spec);
    CHECK(status_of(plan, address).suspension);
    CHECK(change_of(plan, address).is_suspension());
  }
}

TEST_CASE("what is started by hand while the environment is paused is drift, and no part of pausing it")
{
  PlanWorld world;
  world.apply_all();
  suspend(world.want("orders/sink/out"));
  record_status(world, "orders/sink/out", "suspended");
  const auto plan = world.plan();
  CHECK(status_of(plan, "orders/sink/out").cause == Cause::drift);
  CHECK_FALSE(change_of(plan, "orders/sink/out").is_suspension());
}

TEST_CASE("what the environment had paused is started again, also where a flow leaves its status alone")
{
  PlanWorld world;
  world.apply_all();
  auto& sink = world.want("orders/sink/out");
  world.live("orders/sink/out").status = "PAUSED";
  record_status(world, "orders/sink/out", "suspended");
  for (const auto state : {RunState::active, RunState::unmanaged}) {
    sink.state = state;
    const auto plan = world.plan();
    CAPTURE(static_cast<int>(state));
    CHECK(status_of(plan, "orders/sink/out").after == "ACTIVE");
    CHECK(status_of(plan, "orders/sink/out").cause == Cause::spec);
    CHECK(change_of(plan, "orders/sink/out").is_suspension());
  }
  sink.state = RunState::paused; // the flow itself wants it paused by now
  CHECK_FALSE(change_of(world.plan(), "orders/sink/out").is_difference());
}

TEST_CASE("what left its status alone and was stopped by hand is not started for that")
{
  PlanWorld world;
  world.apply_all();
  world.want("orders/sink/out").state = RunState::unmanaged;
  world.live("orders/sink/out").status = "PAUSED";
  record_status(world, "orders/sink/out", "unmanaged");
  CHECK_FALSE(change_of(world.plan(), "orders/sink/out").is_difference());
}
