#include "plan/builder.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;

namespace {

Address place(const std::string& text)
{
  return *Address::parse(text);
}

// The sink "out" is to take the place of a live sink 500 at `to`, which the specs name.
struct Taken : PlanWorld
{
  explicit Taken(const std::string& to, bool recorded = true)
  {
    auto sink = want("orders/sink/out");
    apply_all();
    std::erase_if(desired.resources, [](const auto& r) { return r.address.text() == "orders/sink/out"; });
    sink.address = place(to);
    sink.document["sink_config"]["table"] = "ELSE";
    desired.resources.push_back(sink);
    add("other/source", ResourceKind::source, "Other");
    std::sort(desired.resources.begin(), desired.resources.end(),
              [](const auto& a, const auto& b) { return a.address < b.address; });
    auto holder = inventory.resources[ResourceKind::sink].at(103);
    holder.id = 500;
    holder.name = "HOLDER";
    holder.description = mark(to);
    inventory.resources[ResourceKind::sink][500] = holder;
    desired.moves.push_back({place("orders/sink/out"), place(to), {"orders.yaml", 31, 5, "base"}});
    if (recorded) {
      auto record = state.records.at(place("orders/sink/out"));
      record.address = place(to);
      record.id = 500;
      state.records[record.address] = record;
    } else {
      state.records.clear();
    }
  }
};

const Diagnostic& error_of(const Plan& plan, const std::string& code)
{
  const auto& items = plan.diagnostics.items();
  const auto found = std::find_if(items.begin(), items.end(), [&](const auto& d) { return d.code == code; });
  REQUIRE(found != items.end());
  return *found;
}

} // namespace

TEST_CASE("a move onto an address that is taken is refused, and both stay as they are and are told of")
{
  for (const bool recorded : {true, false}) {
    for (const bool prune : {true, false}) {
      CAPTURE(recorded);
      CAPTURE(prune);
      Taken world("orders/sink/held", recorded);
      PlanRequest options;
      options.prune = prune;
      const auto plan = world.plan(options);
      const auto& error = error_of(plan, "moved-onto");
      CHECK(error.exit == ExitCode::refused);
      CHECK(error.where.line == 31);
      CHECK(error.message.find("103") != std::string::npos);
      CHECK(error.message.find("500") != std::string::npos);
      CHECK(error.hint.find("state rm orders/sink/held") != std::string::npos);
      CHECK(plan.find(place("orders/sink/held")) == nullptr);
      CHECK(change_of(plan, "orders/sink/out").action == Action::no_op); // listed, and not deleted
      CHECK(change_of(plan, "orders/sink/out").id == 103);
      CHECK(change_of(plan, "other/source").action == Action::create); // nothing else is stopped
      CHECK(plan.blocked.contains(place("orders/source")));
    }
  }
}

TEST_CASE("a move onto a taken address of another flow stops that flow only")
{
  Taken world("sales/sink/out");
  world.want("orders/source").document["source_config"]["path"] = "acme/elsewhere";
  const auto plan = world.plan();
  CHECK(error_of(plan, "moved-onto").message.find("sales/sink/out") != std::string::npos);
  CHECK(change_of(plan, "orders/source").action == Action::update);
  CHECK(plan.find(place("sales/sink/out")) == nullptr);
}

TEST_CASE("nothing comes to where one has to stay, because the address it would move to is taken")
{
  Taken world("orders/sink/held");
  auto& again = world.add("orders/sink/out", ResourceKind::sink, "AGAIN");
  again.document["sink_config"]["table"] = "AGAIN";
  again.parent = place("orders/nexset/clean");
  world.want("other/source").address.flow = "zother";
  auto first = world.inventory.resources[ResourceKind::sink].at(103);
  first.id = 90;
  first.description = world.mark("old/sink/first");
  world.inventory.resources[ResourceKind::sink][90] = first;
  world.desired.moves.push_back({place("old/sink/first"), place("orders/sink/out"), {}});
  std::sort(world.desired.resources.begin(), world.desired.resources.end(),
            [](const auto& a, const auto& b) { return a.address < b.address; });
  const auto plan = world.plan();
  CHECK(error_of(plan, "moved-onto").message.find("500") != std::string::npos);
  CHECK(plan.find(place("orders/sink/out")) == nullptr);
  CHECK(change_of(plan, "old/sink/first").action == Action::no_op);
  CHECK(!plan.bindings.ids.contains(place("orders/sink/out")));
}

TEST_CASE("an address whose holder is gone may be taken")
{
  Taken world("orders/sink/held");
  world.inventory.resources[ResourceKind::sink].erase(500);
  world.inventory.missing[{ResourceKind::sink, 500}] = Inventory::Missing::absent;
  const auto plan = world.plan();
  CHECK(!plan.diagnostics.has_errors());
  CHECK(plan.bindings.ids.at(place("orders/sink/held")) == 103);
  CHECK(change_of(plan, "orders/sink/held").previous_address == place("orders/sink/out"));
}

TEST_CASE("a name that is free again after a move is taken by something new, once")
{
  PlanWorld world;
  world.apply_all();
  auto sink = world.want("orders/sink/out");
  sink.address = place("orders/sink/renamed");
  world.desired.resources.push_back(sink);
  world.want("orders/sink/out").document["sink_config"]["table"] = "NEW";
  world.want("orders/sink/out").document["name"] = world.want("orders/sink/out").name = "NEW";
  std::sort(world.desired.resources.begin(), world.desired.resources.end(),
            [](const auto& a, const auto& b) { return a.address < b.address; });
  world.desired.moves.push_back({place("orders/sink/out"), place("orders/sink/renamed"), {}});
  auto plan = world.plan();
  CHECK(change_of(plan, "orders/sink/renamed").id == 103);
  CHECK(change_of(plan, "orders/sink/out").action == Action::create);
  world.inventory.proved[ResourceKind::sink] = false; // the record is of the one that leaves
  CHECK(world.plan().summary.create == 0);
}
