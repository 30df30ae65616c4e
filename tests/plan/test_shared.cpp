#include "builder.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;
using nlohmann::json;

namespace {

const json k_rows = json::array({{{"code", "de"}, {"name", "Germany"}}, {{"code", "fr"}, {"name", "France"}}});

void sort_resources(PlanWorld& world)
{
  std::sort(world.desired.resources.begin(), world.desired.resources.end(),
            [](const auto& a, const auto& b) { return a.address < b.address; });
}

// A lookup and a transform beside the flow, wanted and there.
struct SharedWorld : PlanWorld
{
  SharedWorld()
  {
    auto& lookup = add("lookup/regions", ResourceKind::lookup, "Regions");
    lookup.document.update({{"map_primary_key", "code"}, {"data_type", "string"}, {"entries", k_rows}});
    auto& clean = add("transform/clean", ResourceKind::transform, "Clean code");
    clean.document.update({{"code_type", "python"}, {"code_encoding", "base64"}, {"code", "cHJpbnQoMSk="}});
    sort_resources(*this);
    apply_all();
    for (const auto type : {ResourceKind::lookup, ResourceKind::transform, ResourceKind::code}) {
      inventory.proved[type] = true;
    }
    there("lookup/regions", 801);
    there("transform/clean", 802);
  }

  LiveResource& there(const std::string& address, ResourceId id)
  {
    const auto& resource = want(address);
    LiveResource found;
    found.type = resource.type;
    found.id = id;
    found.name = resource.name;
    found.description = mark(address);
    found.owner_id = 42;
    found.body = resource.document;
    found.read_alone = true;
    found.updated_at = "2026-01-01T00:00:00.000Z";
    Record record;
    record.applied = recorded_document(resource, full_document(resource, {}));
    state.records[resource.address] = observe(resource, found, record, inventory.server_time, false);
    return inventory.resources[resource.type][id] = found;
  }
};

const ResourceChange& change_at(const Plan& plan, const std::string& address)
{
  return *plan.find(*Address::parse(address));
}

} // namespace

TEST_CASE("lookups and code have no status, and entries compare in any order")
{
  SharedWorld world;
  auto& rows = world.live("lookup/regions").body["entries"];
  std::swap(rows[0], rows[1]);
  world.live("transform/clean").body["code"] = "cHJpbnQo\nMSk=";
  const auto calm = world.plan();
  CHECK_FALSE(calm.has_differences());
  CHECK(world.state.records.at(*Address::parse("lookup/regions")).applied.count("status") == 0);

  rows[0]["name"] = "Frankreich";
  const auto plan = world.plan();
  REQUIRE(change_at(plan, "lookup/regions").fields.size() == 1);
  CHECK(change_at(plan, "lookup/regions").fields[0].path == "/entries");
  CHECK(change_at(plan, "lookup/regions").fields[0].cause == Cause::drift);
  CHECK_FALSE(change_at(plan, "lookup/regions").restarts);
}

TEST_CASE("a new lookup is created without a status, once its absence is proved")
{
  SharedWorld world;
  world.inventory.resources[ResourceKind::lookup].clear();
  world.state.records.erase(*Address::parse("lookup/regions"));
  const auto plan = world.plan();
  const auto& change = change_at(plan, "lookup/regions");
  CHECK(change.action == Action::create);
  CHECK(std::none_of(change.fields.begin(), change.fields.end(), [](const auto& f) { return f.path == "/status"; }));
  world.inventory.proved[ResourceKind::lookup] = false;
  CHECK(world.plan().find(*Address::parse("lookup/regions")) == nullptr);
}

TEST_CASE("a lookup of a name that one has already is not made, and the hint names only words that lookups have")
{
  SharedWorld world;
  world.live("lookup/regions").description = "";
  world.state.records.clear();
  const auto plan = world.plan();
  REQUIRE(has_code(plan, "looks-existing"));
  for (const auto& item : plan.diagnostics.items()) {
    if (item.code == "looks-existing") {
      CHECK(item.hint.find("or give one of them another name") != std::string::npos);
      CHECK(item.hint.find("allow_duplicate_name") == std::string::npos);
    }
  }
}

TEST_CASE("a transform that is listed as a container too carries its mark in the right place")
{
  SharedWorld world;
  auto twin = world.live("transform/clean");
  twin.type = ResourceKind::code;
  world.inventory.resources[ResourceKind::code][twin.id] = twin;
  const auto plan = world.plan();
  CHECK_FALSE(plan.has_differences());
  CHECK(plan.diagnostics.empty());
}

TEST_CASE("a changed transform names the sets that use it, owned or not, and restarts nothing")
{
  SharedWorld world;
  world.live("transform/clean").body["data_sets"] = {102, 101};
  world.want("transform/clean").document["code"] = "cHJpbnQoMik=";
  const auto change = change_at(world.plan(), "transform/clean");
  CHECK(change.action == Action::update);
  CHECK_FALSE(change.restarts);
  REQUIRE(change.affects.size() == 2);
  CHECK(change.affects[1].address == Address::parse("orders/nexset/clean"));
}

TEST_CASE("code that others use is not deleted")
{
  SharedWorld world;
  world.live("transform/clean").body["data_sets"] = {555};
  std::erase_if(world.desired.resources, [](const auto& r) { return r.address.kind == ResourceKind::transform; });
  PlanRequest options;
  options.prune = true;
  const auto kept = world.plan(options);
  CHECK(has_code(kept, "delete-blocked"));
  CHECK(change_at(kept, "transform/clean").action == Action::no_op);
  world.inventory.resources[ResourceKind::transform].at(802).body["data_sets"] = json::array({102});
  CHECK(change_at(world.plan(options), "transform/clean").action == Action::remove);
}

TEST_CASE("a lookup that a sink fills is adopted by nobody")
{
  SharedWorld world;
  world.state.records.erase(*Address::parse("lookup/regions"));
  auto& live = world.inventory.resources[ResourceKind::lookup].at(801);
  live.description.clear();
  live.sink_id = 103;
  world.desired.environment.adopt[*Address::parse("lookup/regions")].id = 801;
  const auto plan = world.plan();
  CHECK(has_code(plan, "dynamic-lookup"));
  CHECK(plan.find(*Address::parse("lookup/regions")) == nullptr);
}

TEST_CASE("a flow begins from a set by its id, or by a name that one set has")
{
  PlanWorld world;
  world.apply_all();
  auto& mine = world.add("child/nexset/mine", ResourceKind::nexset, "Mine");
  SUBCASE("by id")
  {
    mine.document["parent_data_set_id"] = 102;
  }
  SUBCASE("by name")
  {
    mine.parent_name = "Clean";
  }
  sort_resources(world);
  const auto plan = world.plan();
  const auto& change = change_at(plan, "child/nexset/mine");
  CHECK(change.action == Action::create);
  const auto parent = std::find_if(change.fields.begin(), change.fields.end(),
                                   [](const auto& field) { return field.path == "/parent_data_set_id"; });
  REQUIRE(parent != change.fields.end());
  CHECK(parent->after == json(102));

  // One of the same name below the same set is one already; elsewhere it is something else.
  LiveResource other;
  other.type = ResourceKind::nexset;
  other.id = 900;
  other.name = "Mine";
  other.parent_set_id = 102;
  world.inventory.resources[ResourceKind::nexset][900] = other;
  CHECK(has_code(world.plan(), "looks-existing"));
  world.inventory.resources[ResourceKind::nexset][900].parent_set_id = 101;
  CHECK_FALSE(has_code(world.plan(), "looks-existing"));
}

TEST_CASE("a name that no set or several sets have begins no flow")
{
  PlanWorld world;
  world.apply_all();
  world.add("child/nexset/mine", ResourceKind::nexset, "Mine").parent_name = "Nowhere";
  sort_resources(world);
  CHECK(has_code(world.plan(), "nexset-not-found"));
  CHECK(world.plan().find(*Address::parse("child/nexset/mine")) == nullptr);
  auto twin = world.live("orders/nexset/clean");
  twin.id = 901;
  twin.description.clear();
  world.inventory.resources[ResourceKind::nexset][901] = twin;
  world.want("child/nexset/mine").parent_name = "Clean";
  CHECK(has_code(world.plan(), "ambiguous-nexset"));
}

TEST_CASE("what refers to something that is not made waits with it, across flows")
{
  SharedWorld world;
  auto& source = world.want("orders/source");
  source.document["source_config"]["map.id"] = "${ref.lookup/areas.id}";
  source.deferred.insert("/source_config/map.id");
  source.depends_on.push_back(*Address::parse("lookup/areas"));
  auto& lookup = world.want("lookup/regions");
  lookup.address = *Address::parse("lookup/areas"); // a rename that nobody declared
  sort_resources(world);
  const auto plan = world.plan();
  CHECK(has_code(plan, "moved-missing"));
  CHECK(plan.blocked.contains(*Address::parse("lookup/areas")));
  CHECK(plan.blocked.contains(*Address::parse("orders/source")));
  CHECK(plan.find(*Address::parse("orders/source")) == nullptr);
  CHECK_FALSE(plan.blocked.contains(*Address::parse("orders/sink/out")));
}
