#include "plan/builder.hpp"
#include "plan/mark_to_write.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;

namespace {

// A flow of the longest names, whose sink is to take over a copy made outside flowsync.
struct LongestNames : PlanWorld
{
  LongestNames()
  {
    desired.project = std::string(k_longest_project, 'p');
    desired.environment.name = std::string(k_longest_environment, 'e');
    for (auto& resource : desired.resources) {
      resource.address.flow = flow;
      if (resource.parent) {
        resource.parent->flow = flow;
      }
    }
    auto& clean = want(flow + "/nexset/clean");
    clean.address.key = key;
    set = clean.address;
    want(flow + "/sink/out").parent = set;
  }

  // A live set that is a copy of another one, and that the specs adopt.
  LiveResource& adopt(ResourceId id)
  {
    LiveResource live;
    live.type = ResourceKind::nexset;
    live.id = id;
    live.name = "Clean";
    live.owner_id = 42;
    live.copied_from_id = 9;
    live.read_alone = true;
    live.updated_at = "2026-01-01T00:00:00.000Z";
    desired.environment.adopt[set].id = id;
    return inventory.resources[ResourceKind::nexset][id] = live;
  }

  // An entry leads away from the address of the set, so that what comes there has to say that it came later.
  void lead_away() { desired.moves = {{set, Address{ResourceKind::nexset, flow, "orders"}, {}}}; }

  const std::string flow = std::string(k_longest_flow, 'f');
  const std::string key = std::string(k_longest_key, 'k');
  Address set;
};

const Diagnostic* too_long(const Plan& plan)
{
  const auto& items = plan.diagnostics.items();
  const auto found = std::find_if(items.begin(), items.end(), [](const auto& d) { return d.code == "mark-too-long"; });
  return found != items.end() ? &*found : nullptr;
}

} // namespace

TEST_CASE("the longest names leave room in a mark for one token of flowsync's own")
{
  LongestNames world;
  world.lead_away();
  const auto created = mark_to_write(world.desired, Moves(world.desired), world.set, nullptr);
  CHECK(created.text().size() == 200);
  CHECK(parse_mark(created.text()) == created);
  world.desired.moves.clear();
  const auto& copy = world.adopt(9'999'999);
  CHECK(parse_mark(mark_to_write(world.desired, Moves(world.desired), world.set, &copy).text()));
  CHECK(too_long(world.plan()) == nullptr);
  CHECK(world.plan().bindings.ids.at(world.set) == 9'999'999);
}

TEST_CASE("what would get a mark that nobody could read again is refused and left alone")
{
  LongestNames world;
  world.adopt(12);
  world.lead_away();
  const auto plan = world.plan();
  const auto* const told = too_long(plan);
  REQUIRE(told != nullptr);
  CHECK(told->exit == ExitCode::refused);
  CHECK(told->message.find("data_set 12 would have 206 bytes, and 200 are the most") != std::string::npos);
  CHECK(told->where.line == 5);
  CHECK(told->hint.find("shorter name") != std::string::npos);
  CHECK(plan.blocked.contains(world.set));
  CHECK(plan.find(world.set) == nullptr);

  world.desired.moves.clear();
  CHECK(too_long(world.plan()) == nullptr);
}

TEST_CASE("words that others wrote into a mark count as well")
{
  PlanWorld world;
  world.apply_all();
  auto& sink = world.live("orders/sink/out");
  sink.description = world.mark("orders/sink/out");
  sink.description.insert(sink.description.size() - 1, " later=" + std::string(140, 'x'));
  REQUIRE(!find_marks(sink.description).empty());
  CHECK(too_long(world.plan()) == nullptr);
  const Address longer{ResourceKind::sink, "orders", std::string(k_longest_key, 'k')};
  world.want("orders/sink/out").address = longer;
  world.desired.moves = {{*Address::parse("orders/sink/out"), longer, {}}};
  CHECK(too_long(world.plan()) != nullptr);
}
