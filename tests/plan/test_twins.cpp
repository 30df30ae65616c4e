#include "plan/builder.hpp"
#include "plan/mark_to_write.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;

namespace {

LiveResource& twin_of(PlanWorld& world, const std::string& address, ResourceId id)
{
  auto twin = world.live(address);
  twin.id = id;
  return world.inventory.resources[twin.type][id] = twin;
}

} // namespace

TEST_CASE("row 6: several resources with one mark block that flow only, whatever the state knows")
{
  for (const bool recorded : {true, false}) {
    PlanWorld world;
    world.add("other/source", ResourceKind::source, "Other");
    std::sort(world.desired.resources.begin(), world.desired.resources.end(),
              [](const auto& a, const auto& b) { return a.address < b.address; });
    world.apply_all();
    world.want("orders/source").document["source_config"]["path"] = "acme/elsewhere";
    twin_of(world, "orders/sink/out", 500);
    if (!recorded) {
      world.state.records.clear();
    }
    const auto plan = world.plan();
    CHECK(has_code(plan, "duplicate-mark"));
    CHECK(plan.blocked.size() == 4);
    CHECK(plan.find(*Address::parse("orders/source")) == nullptr);
    CHECK(change_of(plan, "other/source").action == Action::create);
    const auto& items = plan.diagnostics.items();
    const auto said =
        std::find_if(items.begin(), items.end(), [](const auto& d) { return d.code == "duplicate-mark"; });
    CHECK(said->message.find("103") != std::string::npos);
    CHECK(said->message.find("500") != std::string::npos);
    CHECK((said->message.find("103 \"OUT\" (recorded)") != std::string::npos) == recorded);
  }
}

TEST_CASE("a twin is none when it is a copy made in the UI, or when a read shows that it is gone")
{
  PlanWorld world;
  world.apply_all();
  auto& twin = twin_of(world, "orders/sink/out", 500);
  twin.read_alone = false;
  const auto reads = reads_needed(world.desired, world.inventory, world.state, false);
  CHECK(std::find(reads.begin(), reads.end(), std::pair(ResourceKind::sink, ResourceId{500})) != reads.end());
  world.inventory.missing[{ResourceKind::sink, 500}] = Inventory::Missing::absent;
  CHECK_FALSE(has_code(world.plan(), "duplicate-mark"));
  world.inventory.missing.clear();
  CHECK(has_code(world.plan(), "duplicate-mark"));
  twin.copied_from_id = 103;
  CHECK_FALSE(has_code(world.plan(), "duplicate-mark"));
}

TEST_CASE("what carries the mark of a recorded resource that lost its own is a second one")
{
  PlanWorld world;
  world.apply_all();
  twin_of(world, "orders/sink/out", 500);
  world.live("orders/sink/out").description.clear();
  const auto plan = world.plan();
  CHECK(has_code(plan, "duplicate-mark"));
  CHECK_FALSE(plan.has_differences());
}

TEST_CASE("a resource under the old name of a moved one takes no place from it")
{
  PlanWorld world;
  world.apply_all();
  auto& twin = twin_of(world, "orders/sink/out", 500);
  twin.description = world.mark("orders/sink/old");
  world.desired.moves.push_back({*Address::parse("orders/sink/old"), *Address::parse("orders/sink/out"), {}});
  CHECK(has_code(world.plan(), "moved-onto"));
}

TEST_CASE("nothing is pruned of a flow in which something is there twice")
{
  PlanWorld world;
  world.apply_all();
  twin_of(world, "orders/sink/out", 500);
  world.desired.resources.clear();
  PlanRequest prune;
  prune.prune = true;
  const auto plan = world.plan(prune);
  CHECK(has_code(plan, "duplicate-mark"));
  CHECK(plan.summary.remove == 0);
}

TEST_CASE("a copy made in the UI is reported and never bound by its mark")
{
  PlanWorld world;
  world.apply_all();
  auto copy = world.inventory.resources[ResourceKind::sink].at(103);
  copy.id = 500;
  copy.copied_from_id = 103;
  world.inventory.resources[ResourceKind::sink][500] = copy;
  SUBCASE("with the state") {}
  SUBCASE("without the state")
  {
    world.state.records.clear();
  }
  const auto plan = world.plan();
  CHECK(has_code(plan, "copied-mark"));
  CHECK(!plan.has_differences());
  CHECK(plan.bindings.ids.at(*Address::parse("orders/sink/out")) == 103);
}

TEST_CASE("a copy that is adopted gets a mark of its own, whichever mark it came with")
{
  PlanWorld world;
  world.apply_all();
  auto& sinks = world.inventory.resources[ResourceKind::sink];
  sinks[500] = sinks.at(103);
  sinks[500].id = 500;
  sinks[500].copied_from_id = 103;
  bool recorded = false;
  SUBCASE("that of another resource")
  {
    sinks[500].description = world.mark("orders/sink/other");
  }
  SUBCASE("that of another environment")
  {
    sinks[500].description = "[flowsync acme-k3x9/qa orders/sink/out]";
  }
  SUBCASE("that of another copy")
  {
    sinks[500].description = "[flowsync acme-k3x9/prod orders/sink/out id=499]";
  }
  SUBCASE("that of its original, which is gone") {}
  SUBCASE("that of its original, when it was adopted without getting its own")
  {
    recorded = true;
  }
  sinks.erase(103);
  if (recorded) {
    world.state.records.at(*Address::parse("orders/sink/out")).id = 500;
  } else {
    world.state.records.erase(*Address::parse("orders/sink/out"));
    world.desired.environment.adopt[*Address::parse("orders/sink/out")].id = 500;
  }
  const auto plan = world.plan();
  CHECK(has_code(plan, "copied-mark") == recorded);
  CHECK(plan.bindings.ids.at(*Address::parse("orders/sink/out")) == 500);
  CHECK(change_of(plan, "orders/sink/out").adopting == !recorded);
  CHECK(change_of(plan, "orders/sink/out").write_mark);
  CHECK(!change_of(plan, "orders/sink/out").previous_address);
  const auto mark = mark_to_write(world.desired, Moves(world.desired), *Address::parse("orders/sink/out"), &sinks[500]);
  CHECK(mark.text() == "[flowsync acme-k3x9/prod orders/sink/out id=500]");
}
