#include "plan/builder.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;

TEST_CASE("row 2: the mark wins over a stale record")
{
  PlanWorld world;
  world.apply_all();
  const auto sink = *Address::parse("orders/sink/out");
  LiveResource other = world.live("orders/sink/out");
  other.id = 900;
  world.inventory.resources[ResourceKind::sink][900] = other;
  world.live("orders/sink/out").description = world.mark("orders/sink/else");
  const auto plan = world.plan();
  CHECK(plan.bindings.ids.at(sink) == 900);
}

TEST_CASE("row 3: a recorded resource with another project's mark is left alone")
{
  PlanWorld world;
  world.apply_all();
  world.live("orders/sink/out").description = "[flowsync other/prod orders/sink/out]";
  const auto plan = world.plan();
  CHECK(has_code(plan, "foreign-mark"));
  CHECK(plan.blocked.contains(*Address::parse("orders/sink/out")));
  CHECK(plan.diagnostics.exit_code() == ExitCode::refused);
}

TEST_CASE("row 4: a record that may not be read is never created again")
{
  PlanWorld world;
  world.apply_all();
  world.inventory.resources[ResourceKind::sink].clear();
  world.inventory.missing[{ResourceKind::sink, 103}] = Inventory::Missing::forbidden;
  auto plan = world.plan();
  CHECK(has_code(plan, "not-readable"));
  CHECK(plan.diagnostics.exit_code() == ExitCode::auth);
  CHECK(plan.summary.create == 0);
  world.inventory.missing[{ResourceKind::sink, 103}] = Inventory::Missing::absent;
  plan = world.plan();
  CHECK(plan.summary.create == 1);
  CHECK(plan.drift.at(0).gone);
}

TEST_CASE("row 4: records that may not be read are told in one way, for they have one cause")
{
  PlanWorld world;
  world.apply_all();
  world.inventory.missing[{ResourceKind::sink, 103}] = Inventory::Missing::forbidden;
  world.inventory.resources[ResourceKind::sink].clear();
  world.want("orders/sink/out").defined_at.line = 30;
  const auto set = world.live("orders/nexset/clean").id;
  world.inventory.missing[{ResourceKind::nexset, set}] = Inventory::Missing::forbidden;
  world.inventory.resources[ResourceKind::nexset].erase(set);
  const auto plan = world.plan();
  std::vector<Diagnostic> told;
  for (const auto& item : plan.diagnostics.items()) {
    if (item.code == "not-readable") {
      told.push_back(item);
    }
  }
  REQUIRE(told.size() == 2);
  CHECK(told[0].message == told[1].message);
  CHECK(told[0].message.starts_with("2 recorded resources, such as "));
  CHECK(told[0].hint == told[1].hint);
  CHECK(plan.diagnostics.exit_code() == ExitCode::auth);
}

TEST_CASE("row 5: a lost state binds by mark, if the owner is accepted")
{
  PlanWorld world;
  world.apply_all();
  world.state.records.clear();
  CHECK(world.plan().bindings.ids.size() == 4);
  for (auto& [type, resources] : world.inventory.resources) {
    for (auto& [id, live] : resources) {
      live.owner_id = 43;
    }
  }
  CHECK(has_code(world.plan(), "foreign-owner"));
  CHECK(world.plan().summary.create == 0);
  world.state.owners = {43}; // who applied before
  CHECK(world.plan().bindings.ids.size() == 4);
  world.state.owners.clear();
  world.desired.environment.owners = {43};
  CHECK(world.plan().bindings.ids.size() == 4);
}

TEST_CASE("row 7: an adopt entry binds what existed before, which is not a difference by itself")
{
  PlanWorld world;
  world.apply_all();
  world.state.records.clear();
  auto& source = world.inventory.resources[ResourceKind::source].at(100);
  source.description = "Made by hand";
  world.desired.environment.adopt[PlanWorld::source_address()].id = 100;
  const auto plan = world.plan();
  CHECK(change_of(plan, "orders/source").adopting);
  CHECK(change_of(plan, "orders/source").write_mark);
  CHECK(!plan.has_differences());
  CHECK(plan.summary.adopt == 1);
}

TEST_CASE("row 8: a look-alike that nobody manages stops the create")
{
  PlanWorld world;
  LiveResource live;
  live.type = ResourceKind::source;
  live.id = 6862;
  live.name = "Orders";
  world.inventory.resources[ResourceKind::source][6862] = live;
  auto plan = world.plan();
  CHECK(has_code(plan, "looks-existing"));
  CHECK(plan.summary.create == 0);
  world.want("orders/source").allow_duplicate_name = true;
  plan = world.plan();
  CHECK(plan.summary.create == 3);
}

TEST_CASE("row 8: what another environment adopts, or what hangs together with its marks, is not offered for adoption")
{
  PlanWorld world;
  LiveResource live;
  live.type = ResourceKind::source;
  live.id = 6862;
  live.name = "Orders";
  world.inventory.resources[ResourceKind::source][6862] = live;
  const auto said = [&] {
    const auto plan = world.plan();
    for (const auto& item : plan.diagnostics.items()) {
      if (item.code == "looks-existing") {
        return item.message + " | " + item.hint;
      }
    }
    return std::string();
  };
  CHECK(said().find("take it over with `adopt:") != std::string::npos);
  auto foreign = world;
  LiveResource set;
  set.type = ResourceKind::nexset;
  set.id = 9001;
  set.source_id = 6862;
  set.description = "[flowsync acme-k3x9/dev orders/nexset/raw]";
  world.inventory.resources[ResourceKind::nexset][9001] = set;
  CHECK(said().find("belongs to dev (data_set 9001 of the same flow carries the mark of dev orders/nexset/raw)") !=
        std::string::npos);
  CHECK(said().find("adopt:") == std::string::npos);
  world = foreign;
  world.desired.adopted_elsewhere = {
      {"dev", PlanWorld::source_address(), 6862, {}, {"environments/dev/environment.yaml", 9, 5, "dev"}}};
  CHECK(said().find("belongs to dev (dev adopts it for orders/source (environments/dev/environment.yaml:9))") !=
        std::string::npos);
  CHECK(said().find("naming:") != std::string::npos);
  world.desired.environment.adopt[PlanWorld::source_address()] = {6862, {}};
  CHECK(has_code(world.plan(), "adopted-twice"));
}

TEST_CASE("row 9: without a proof of absence nothing is created")
{
  PlanWorld world;
  world.inventory.proved[ResourceKind::source] = false;
  world.inventory.doubts = {"the list of sources and the flow index disagree"};
  const auto plan = world.plan();
  CHECK(plan.summary.create == 0);
  CHECK(plan.incomplete.size() >= 2);
  CHECK(plan.blocked.contains(PlanWorld::source_address()));
}

TEST_CASE("an index means the rank by id, whatever the order of the list")
{
  PlanWorld world;
  world.apply_all();
  world.state.records.clear();
  auto second = world.inventory.resources[ResourceKind::nexset].at(101);
  second.id = 90;
  second.name = "older";
  world.inventory.resources[ResourceKind::nexset][90] = second;
  CHECK(world.plan().bindings.ids.at(*Address::parse("orders/nexset/orders")) == 90);
  world.want("orders/nexset/orders").selector = {{}, "1 - *", {}};
  CHECK(world.plan().bindings.ids.at(*Address::parse("orders/nexset/orders")) == 101);
  world.want("orders/nexset/orders").selector = {};
  CHECK(has_code(world.plan(), "ambiguous-detected"));
}

TEST_CASE("a bound detected set that is gone blocks its branch")
{
  PlanWorld world;
  world.apply_all();
  world.inventory.resources[ResourceKind::nexset].erase(101);
  world.inventory.missing[{ResourceKind::nexset, 101}] = Inventory::Missing::absent;
  const auto plan = world.plan();
  CHECK(has_code(plan, "lost-detected"));
  CHECK(plan.blocked.contains(*Address::parse("orders/nexset/orders")));
  CHECK(!plan.has_differences());
}

TEST_CASE("an ambiguous credential name lists the matches with their ids")
{
  PlanWorld world;
  auto twin = world.inventory.credentials.at(6027);
  twin.id = 6030;
  world.inventory.credentials.emplace(6030, twin);
  auto& selector = world.desired.environment.credentials["files"];
  selector.id.reset();
  selector.name = "Orders S3";
  const auto plan = world.plan();
  CHECK(has_code(plan, "ambiguous-credential"));
  CHECK(plan.diagnostics.items()[0].message.find("6027") != std::string::npos);
  CHECK(plan.diagnostics.items()[0].message.find("6030") != std::string::npos);
}

TEST_CASE("what is trusted as observed is read again when its fingerprint moves")
{
  PlanWorld world;
  world.apply_all();
  for (auto& [type, resources] : world.inventory.resources) {
    for (auto& [id, live] : resources) {
      live.body = nlohmann::json::object();
      live.read_alone = false;
    }
  }
  const auto with_rotation = reads_needed(world.desired, world.inventory, world.state, false);
  CHECK(with_rotation.size() == 3); // all within the rotation of the longest unread
  const auto of_source = reads_needed(world.desired, world.inventory, world.state, false, {"orders/source"});
  CHECK(of_source == std::vector<std::pair<ResourceKind, ResourceId>>{{ResourceKind::source, 100}});
  CHECK(reads_needed(world.desired, world.inventory, world.state, true, {"orders/source"}) == of_source);
  CHECK(reads_needed(world.desired, world.inventory, world.state, true, {"orders/sink/out"}).size() == 4); // all above
  std::map<Address, Record> many;
  world.state.records.at(PlanWorld::source_address()).settled = false;
  CHECK(reads_needed(world.desired, world.inventory, world.state, false).size() == 3);
  trust_observation(world.inventory.resources[ResourceKind::sink].at(103),
                    world.state.records.at(*Address::parse("orders/sink/out")));
  CHECK(world.inventory.resources[ResourceKind::sink].at(103).body.contains("sink_config"));
}

TEST_CASE("what shows no name in the place of something new is warned about")
{
  PlanWorld world;
  world.apply_all();
  auto& sink = world.add("orders/sink/second", ResourceKind::sink, "Second");
  sink.document["sink_type"] = "s3";
  sink.parent = *Address::parse("orders/nexset/clean");
  CHECK_FALSE(has_code(world.plan(), "nameless-neighbour"));
  LiveResource other;
  other.type = ResourceKind::sink;
  other.id = 900;
  other.parent_set_id = 102;
  world.inventory.resources[ResourceKind::sink][900] = other;
  const auto plan = world.plan();
  CHECK(has_code(plan, "nameless-neighbour"));
  CHECK(plan.find(sink.address)->action == Action::create);
}

TEST_CASE("of a credential with an id and a name the id binds, and another name in Nexla is told")
{
  PlanWorld world;
  auto& selector = world.desired.environment.credentials["files"];
  selector.name = world.inventory.credentials.at(6027).name;
  CHECK(!has_code(world.plan(), "credential-renamed"));
  selector.name = "Another";
  const auto plan = world.plan();
  CHECK(has_code(plan, "credential-renamed"));
  CHECK(!plan.diagnostics.has_errors());
  CHECK(plan.bindings.credentials.at("files") == 6027);
}
