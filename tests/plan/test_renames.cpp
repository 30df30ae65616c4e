#include "plan/builder.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;

namespace {

// The flow "orders", whose source was called by the flow's name, is called "sales" in the specs now.
struct Renamed : PlanWorld
{
  Renamed()
  {
    apply_all();
    for (auto& resource : desired.resources) {
      resource.address.flow = "sales";
      if (resource.parent) {
        resource.parent->flow = "sales";
      }
    }
    auto& source = want("sales/source");
    source.document["name"] = source.name = "sales";
  }
};

const Diagnostic* rename_told(const Plan& plan)
{
  const auto& items = plan.diagnostics.items();
  const auto found = std::find_if(items.begin(), items.end(), [](const auto& d) { return d.code == "moved-missing"; });
  return found != items.end() ? &*found : nullptr;
}

void check_refused(const Renamed& world, const std::string& entries)
{
  PlanRequest prune;
  prune.prune = true;
  const auto plan = world.plan(prune);
  const auto* const told = rename_told(plan);
  REQUIRE(told != nullptr);
  CHECK_MESSAGE(told->hint.find(entries) != std::string::npos, told->hint);
  const auto& items = plan.diagnostics.items();
  CHECK(std::count_if(items.begin(), items.end(), [](const auto& d) { return d.severity == Severity::error; }) == 1);
  CHECK(plan.summary.create == 0);
  CHECK(plan.summary.remove == 0);
  CHECK(!plan.has_work());
}

} // namespace

TEST_CASE("a flow that was renamed with a source of its own name is one error that names the entry for all of it")
{
  for (const bool remembered : {true, false}) {
    CAPTURE(remembered);
    Renamed world;
    if (!remembered) {
      world.state.records.clear();
    }
    check_refused(world, "`moved: [{from: orders, to: sales}]`");
  }
}

TEST_CASE("a flow that was renamed and reads elsewhere is known by what is below it")
{
  Renamed world;
  world.want("sales/source").document["source_config"] = {{"path", "acme/other"}};
  check_refused(world, "`moved: [{from: orders, to: sales}]`");
}

TEST_CASE("keys that changed with the name of their flow get entries of their own")
{
  Renamed world;
  world.want("sales/sink/out").address.key = "lake";
  check_refused(world, "{from: orders, to: sales}, {from: orders/sink/out, to: sales/sink/lake}");
}

TEST_CASE("a sink without a name of its own is known by what it writes")
{
  PlanWorld world;
  world.apply_all();
  auto& sink = world.want("orders/sink/out");
  sink.address.key = "lake";
  sink.document["name"] = sink.name = "lake";
  const auto plan = world.plan();
  REQUIRE(rename_told(plan) != nullptr);
  CHECK(rename_told(plan)->hint.find("{from: orders/sink/out, to: orders/sink/lake}") != std::string::npos);
  CHECK(plan.summary.create == 0);
  sink.document["sink_config"]["table"] = "ANOTHER";
  CHECK(rename_told(world.plan()) == nullptr);
  CHECK(world.plan().summary.create == 1);
}

TEST_CASE(
    "another flow that reads and does something else is not a rename, and nor is what an entry calls another thing")
{
  Renamed world;
  world.desired.flow_moves.push_back({"orders", std::nullopt, {}});
  CHECK(rename_told(world.plan()) == nullptr);
  CHECK(change_of(world.plan(), "sales/source").action == Action::create);
  world.desired.flow_moves.clear();
  std::erase_if(world.desired.resources, [](const auto& r) { return r.address.kind != ResourceKind::source; });
  world.want("sales/source").document["source_config"] = {{"path", "acme/other"}};
  CHECK(rename_told(world.plan()) == nullptr);
  CHECK(change_of(world.plan(), "sales/source").action == Action::create);
}
