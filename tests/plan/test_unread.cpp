#include "builder.hpp"
#include "plan/tree.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;
using nlohmann::json;

namespace {

const json k_code = json::array({{{"operation", "shift"}}});

// The derived set's transform is told by its code container only, which holds the code and nothing else.
struct ContainerWorld : PlanWorld
{
  explicit ContainerWorld(const json& beside = json::object())
  {
    auto& transform = want("orders/nexset/clean").document["transform"];
    transform.update(beside);
    apply_all();
    borrow();
  }

  void borrow()
  {
    auto& set = live("orders/nexset/clean");
    set.body["transform"] = {{"transforms", k_code}};
    set.borrowed = {"transform"};
  }
  json& wanted() { return want("orders/nexset/clean").document["transform"]; }
  ResourceChange change() const { return change_of(plan(), "orders/nexset/clean"); }
};

} // namespace

TEST_CASE("a part that no reply shows compares with what was applied last")
{
  ContainerWorld world(json{{"data_maps", {7}}, {"custom_config", {{"a", 1}}}});
  CHECK(world.change().action == Action::no_op);
  CHECK(world.change().unverified.empty());
  SUBCASE("changed")
  {
    world.wanted()["data_maps"] = {8};
  }
  SUBCASE("taken out")
  {
    world.wanted().erase("custom_config");
  }
  SUBCASE("put in")
  {
    world.wanted()["custom"] = true;
  }
  SUBCASE("another version")
  {
    world.wanted()["version"] = 2;
  }
  const auto change = world.change();
  REQUIRE(change.fields.size() == 1);
  CHECK(change.fields[0].path == "/transform");
  CHECK(change.fields[0].cause == Cause::spec);
  CHECK(change.fields[0].before->value("data_maps", json()) == json{7});
  CHECK(change.fields[0].before->value("custom_config", json()) == json{{"a", 1}});
}

TEST_CASE("a part that no reply shows and of which nothing was applied differs, or is unverified without a record")
{
  ContainerWorld world;
  world.wanted()["data_maps"] = {7};
  CHECK(world.change().action == Action::update);
  world.state.records.clear();
  const auto change = world.change();
  CHECK(change.fields.empty());
  CHECK(change.unverified == std::vector<std::string>{"/transform/data_maps"});
}

TEST_CASE("a part that holds a reference counts as applied while its text is the same")
{
  ContainerWorld world(json{{"data_maps", {"${ref.orders/source.id}"}}});
  auto& resource = world.want("orders/nexset/clean");
  resource.deferred = {"/transform/data_maps/0"};
  world.state.records.at(resource.address).deferred = resource.deferred;
  CHECK(world.change().action == Action::no_op);
  world.wanted()["data_maps"] = {"${ref.orders/sink/out.id}"};
  CHECK(world.change().action == Action::update);
}

TEST_CASE("a transform that its set shows is all that there is")
{
  PlanWorld world;
  world.want("orders/nexset/clean").document["transform"]["data_maps"] = {7};
  world.apply_all();
  auto& shown = world.live("orders/nexset/clean").body["transform"];
  const auto change = [&] { return change_of(world.plan(), "orders/nexset/clean"); };
  shown["custom"] = true; // what services add by themselves
  shown["custom_config"] = json::object();
  shown.erase("version");
  CHECK(change().action == Action::no_op);
  SUBCASE("a part that somebody changed")
  {
    shown["data_maps"] = {8};
  }
  SUBCASE("a part that somebody took out")
  {
    shown.erase("data_maps");
  }
  SUBCASE("a part that somebody added")
  {
    shown["custom_config"] = {{"a", 1}};
  }
  REQUIRE(change().fields.size() == 1);
  CHECK(change().fields[0].cause == Cause::drift);
}

TEST_CASE("the empty wrapper of a set without a transform is not a transform")
{
  PlanWorld world;
  world.apply_all();
  world.want("orders/nexset/clean").document.erase("transform");
  CHECK(change_of(world.plan(), "orders/nexset/clean").action == Action::update);
  world.live("orders/nexset/clean").body["transform"] = {{"transforms", json::array()}, {"data_maps", json::array()}};
  CHECK(change_of(world.plan(), "orders/nexset/clean").action == Action::no_op);
}

TEST_CASE("a field that another resource tells does for nothing when the own date moved, and never for a full refresh")
{
  ContainerWorld world;
  for (auto& [type, of_type] : world.inventory.resources) {
    for (auto& [id, live] : of_type) {
      live.read_alone = false;
    }
  }
  for (auto& [address, record] : world.state.records) {
    record.read_at = "2026-01-02T00:00:00.000Z";
    record.settled = true;
  }
  const auto reads = [&](bool full) { return reads_needed(world.desired, world.inventory, world.state, full); };
  const auto set = LiveKey{ResourceKind::nexset, world.live("orders/nexset/clean").id};
  CHECK(reads(true).size() == 4); // whatever their lists showed
  world.live("orders/nexset/clean").updated_at = "2026-01-03T00:00:00.000Z";
  const auto moved = reads(false);
  CHECK(std::find(moved.begin(), moved.end(), set) != moved.end());
  world.live("orders/nexset/clean").borrowed.clear(); // its own list showed all of it
  CHECK(reads(false).empty());
}

TEST_CASE("what was trusted as last observed completes what another resource tells")
{
  ContainerWorld world;
  Record record;
  record.observed = {{"transform", {{"transforms", json::array()}, {"data_maps", {7}}}}};
  auto& set = world.live("orders/nexset/clean");
  trust_observation(set, record);
  CHECK(set.body["transform"] == json{{"transforms", k_code}, {"data_maps", {7}}});
}

TEST_CASE("what was read back after a write is settled when a later change must have another date")
{
  PlanWorld world;
  const auto& sink = world.want("orders/sink/out");
  world.apply_all();
  auto live = world.live("orders/sink/out");
  const auto settled = [&](const std::string& updated_at, std::int64_t seconds_later) {
    live.updated_at = updated_at;
    const auto read =
        WallTime{std::chrono::sys_days{std::chrono::year{2026} / 3 / 4}} + std::chrono::seconds{seconds_later};
    return observe(sink, live, Record{}, read, false).settled;
  };
  CHECK(settled("2026-03-04T00:00:00.123Z", 0)); // of the same second, which it tells the parts of
  CHECK_FALSE(settled("2026-03-04T00:00:00.000Z", 0));
  CHECK_FALSE(settled("2026-03-04T00:00:00Z", 1));
  CHECK(settled("2026-03-04T00:00:00Z", 2));
  CHECK_FALSE(settled("", 100));
  live.updated_at = "2026-03-04T00:00:00.123Z";
  CHECK_FALSE(observe(sink, live, Record{}, world.inventory.server_time, true).settled);
}

TEST_CASE("the date of a code container that no reading told does not count when it holds what was read")
{
  ContainerWorld world;
  for (auto& [type, of_type] : world.inventory.resources) {
    for (auto& [id, live] : of_type) {
      live.read_alone = false;
    }
  }
  auto& set = world.live("orders/nexset/clean");
  for (auto& [address, record] : world.state.records) {
    record.settled = true;
  }
  // More than are looked at in turn, and read longer ago.
  for (int i = 0; i < 12; ++i) {
    auto other = world.want("orders/sink/out");
    other.address = *Address::parse("orders/sink/out-" + std::to_string(i));
    auto live = world.live("orders/sink/out");
    live.id = 500 + i;
    live.body = json::object();
    live.description = world.mark(other.address.text());
    auto record = world.state.records.at(*Address::parse("orders/sink/out"));
    record.id = live.id;
    record.address = other.address;
    record.read_at = "2020-01-01T00:00:00.000Z";
    world.desired.resources.push_back(other);
    world.inventory.resources[live.type][live.id] = live;
    world.state.records[other.address] = record;
  }
  const auto is_read = [&] {
    const auto reads = reads_needed(world.desired, world.inventory, world.state, false);
    return std::find(reads.begin(), reads.end(), LiveKey{ResourceKind::nexset, set.id}) != reads.end();
  };
  set.code_container_updated_at = "2026-03-04T00:00:00.123Z";
  CHECK_FALSE(is_read());
  set.body["transform"]["transforms"] = json::array({{{"operation", "default"}}}); // somebody changed the code
  CHECK(is_read());
  set.body["transform"]["transforms"] = k_code;
  world.state.records.at(*Address::parse("orders/nexset/clean")).container_updated_at = "2026-03-03T00:00:00.123Z";
  CHECK(is_read());
}
