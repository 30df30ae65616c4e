#include "plan/builder.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;

namespace {

// All applied, and the sink has lost its mark.
struct Unmarked : PlanWorld
{
  Unmarked()
  {
    apply_all();
    sink().description = "Words of a person";
  }
  LiveResource& sink() { return live("orders/sink/out"); }
  Record& record() { return state.records.at(*Address::parse("orders/sink/out")); }
};

void check_left_alone(const Unmarked& world, const std::string& because)
{
  const auto plan = world.plan();
  const auto& items = plan.diagnostics.items();
  const auto found = std::find_if(items.begin(), items.end(), [](const auto& d) { return d.code == "not-ours"; });
  REQUIRE(found != items.end());
  CHECK_MESSAGE(found->message.find(because) != std::string::npos, found->message);
  CHECK(found->message.find("103") != std::string::npos);
  CHECK(found->hint.find("state rm orders/sink/out") != std::string::npos);
  CHECK(found->hint.find("adopt: {orders/sink/out: 103}") != std::string::npos);
  CHECK(found->exit == ExitCode::refused);
  CHECK(plan.find(*Address::parse("orders/sink/out")) == nullptr);
  CHECK(plan.summary.create == 0);
}

} // namespace

TEST_CASE("an unmarked resource of the recorded name, type and parent is still the recorded one")
{
  const Unmarked world;
  const auto plan = world.plan();
  CHECK(!plan.diagnostics.has_errors());
  CHECK(change_of(plan, "orders/sink/out").reason == "mark_missing");
  CHECK(change_of(plan, "orders/sink/out").write_mark);
}

TEST_CASE("an unmarked resource of another name, type or parent is not the recorded one")
{
  Unmarked world;
  world.sink().name = "Somebody else's";
  check_left_alone(world, "is called \"Somebody else's\", not \"OUT\"");
  world.sink().name = "OUT";
  world.sink().kind = "gcs";
  check_left_alone(world, "is of type gcs, not s3");
  world.sink().kind = "S3";
  world.sink().parent_set_id = 77;
  check_left_alone(world, "comes from data_set 77, not from 102");
}

TEST_CASE("a marked one may have any name, and so may one that an entry adopts")
{
  Unmarked world;
  world.sink().name = "Renamed";
  world.desired.environment.adopt[*Address::parse("orders/sink/out")].id = 103;
  CHECK(!world.plan().diagnostics.has_errors());
  CHECK(change_of(world.plan(), "orders/sink/out").action == Action::update);
  world.desired.environment.adopt.clear();
  world.sink().description = world.mark("orders/sink/out");
  CHECK(!world.plan().diagnostics.has_errors());
}

TEST_CASE("what was observed last counts like what was applied last, and what nobody recorded counts for nothing")
{
  Unmarked world;
  world.sink().name = "As adopted";
  world.record().observed["name"] = "As adopted";
  CHECK(!has_code(world.plan(), "not-ours"));
  world.record().observed = nullptr;
  CHECK(has_code(world.plan(), "not-ours"));
  world.record().applied = nullptr;
  world.record().observed_parent.reset();
  CHECK(!has_code(world.plan(), "not-ours"));
}

TEST_CASE("a detected set may be renamed, and is another one below another source")
{
  PlanWorld world;
  world.apply_all();
  world.live("orders/nexset/orders").name = "Called by a person";
  CHECK(!has_code(world.plan(), "not-ours"));
  world.live("orders/nexset/orders").source_id = 999;
  CHECK(has_code(world.plan(), "not-ours"));
}
