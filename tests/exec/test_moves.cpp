#include "exec/workshop.hpp"

using namespace flowsync;
using namespace flowsync::test;

namespace {

// The account has a sink "a" that writes the table A and a sink "b" that writes B; the specs let them take one
// another's places, each keeping what it writes.
void swap_sinks(Workshop& shop)
{
  shop.want_flow("orders");
  for (const auto* const key : {"a", "b"}) {
    auto& sink = shop.want_sink("orders", key);
    sink.document["sink_config"] = {{"table", key}};
  }
  REQUIRE(shop.apply().exit_code() == ExitCode::ok);
  for (const auto& [from, to] : {std::pair("a", "b"), std::pair("b", "a")}) {
    auto& sink = shop.want(std::string("orders/sink/") + from);
    sink.name = std::string("orders ") + to;
    sink.document["name"] = sink.name;
    sink.document["sink_config"] = {{"table", to}};
    shop.desired.moves.push_back(
        {address(std::string("orders/sink/") + from), address(std::string("orders/sink/") + to), {}});
  }
}

std::size_t sinks(Workshop& shop)
{
  return shop.survey().inventory.resources[ResourceKind::sink].size();
}

void check_settled(Workshop& shop, ResourceId a, ResourceId b)
{
  const auto plan = shop.plan();
  CHECK(!plan.has_work());
  CHECK(!plan.diagnostics.has_errors());
  CHECK(plan.bindings.ids.at(address("orders/sink/a")) == a);
  CHECK(plan.bindings.ids.at(address("orders/sink/b")) == b);
  CHECK(sinks(shop) == 3);
}

} // namespace

TEST_CASE("two that take one another's places keep their ids and what they do, with a state and without")
{
  for (const bool remembered : {true, false}) {
    CAPTURE(remembered);
    Workshop shop;
    swap_sinks(shop);
    const auto a = shop.id("orders/sink/a");
    const auto b = shop.id("orders/sink/b");
    if (!remembered) {
      shop.lose_state();
    }
    const auto plan = shop.plan();
    CHECK(plan.summary.create == 0);
    CHECK(plan.summary.move == 2);
    CHECK(plan.find(address("orders/sink/a"))->fields.empty());
    CHECK(shop.apply().exit_code() == ExitCode::ok);
    CHECK(shop.api.calls("POST") == 0);
    check_settled(shop, b, a);
    shop.lose_state(); // marks alone say that it is done
    check_settled(shop, b, a);
    shop.apply();
    check_settled(shop, b, a);

    shop.desired.moves.clear(); // the entries go once every environment has applied them
    CHECK(shop.plan().find(address("orders/sink/a"))->reason == "mark_outdated");
    CHECK(shop.apply().exit_code() == ExitCode::ok);
    check_settled(shop, b, a);
    CHECK(shop.live("orders/sink/a").description == "[flowsync acme-k3x9/prod orders/sink/a]");
    shop.desired.moves = {{address("orders/sink/a"), address("orders/sink/b"), {}},
                          {address("orders/sink/b"), address("orders/sink/a"), {}}};
    CHECK(shop.plan().bindings.ids.at(address("orders/sink/a")) == a); // and the same again is another one
  }
}

TEST_CASE("a swap that was cut between its two marks is finished, whatever is remembered")
{
  for (const bool remembered : {true, false}) {
    for (const auto* const first : {"orders/sink/a", "orders/sink/b"}) {
      CAPTURE(remembered);
      CAPTURE(first);
      Workshop shop;
      swap_sinks(shop);
      const auto a = shop.id("orders/sink/a");
      const auto b = shop.id("orders/sink/b");
      shop.targets = {first};
      REQUIRE(shop.apply().exit_code() == ExitCode::ok);
      CHECK(shop.api.calls("PUT") == 1);
      shop.targets.clear();
      if (!remembered) {
        shop.lose_state();
      }
      CHECK(shop.plan().summary.create == 0);
      CHECK(shop.apply().exit_code() == ExitCode::ok);
      CHECK(shop.api.calls("PUT") == 1);
      CHECK(shop.api.calls("POST") == 0);
      check_settled(shop, b, a);
    }
  }
}

TEST_CASE("what was applied last goes along with what moves, so that keys removed from the specs are seen")
{
  Workshop shop;
  swap_sinks(shop);
  shop.want("orders/sink/a").document["sink_config"] = nlohmann::json::object();
  const auto plan = shop.plan();
  const auto* const change = plan.find(address("orders/sink/a"));
  REQUIRE(change != nullptr);
  REQUIRE(change->fields.size() == 1);
  CHECK(change->fields.front().path == "/sink_config/table");
  CHECK(change->fields.front().before == "b");
}

TEST_CASE("each in a row takes the next one's place, and the last one's place is new")
{
  Workshop shop;
  swap_sinks(shop);
  const auto a = shop.id("orders/sink/a");
  const auto b = shop.id("orders/sink/b");
  shop.desired.moves = {{address("orders/sink/a"), address("orders/sink/b"), {}},
                        {address("orders/sink/b"), address("orders/sink/c"), {}}};
  shop.want_sink("orders", "c").document["sink_config"] = {{"table", "b"}};
  shop.want("orders/sink/b").document["sink_config"] = {{"table", "a"}};
  shop.want("orders/sink/a").document["sink_config"] = {{"table", "new"}};
  shop.want("orders/sink/a").document["name"] = shop.want("orders/sink/a").name = "new";
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.api.calls("POST data_sinks") == 1);
  for (const bool remembered : {true, false}) {
    if (!remembered) {
      shop.lose_state();
    }
    const auto plan = shop.plan();
    CHECK(!plan.has_work());
    CHECK(!plan.diagnostics.has_errors());
    CHECK(plan.bindings.ids.at(address("orders/sink/b")) == a);
    CHECK(plan.bindings.ids.at(address("orders/sink/c")) == b);
    CHECK(sinks(shop) == 4);
  }
}

TEST_CASE("detected sets change their keys by what is recorded, once")
{
  Workshop shop;
  shop.want_flow("orders");
  REQUIRE(shop.apply().exit_code() == ExitCode::ok);
  const auto raw = shop.id("orders/nexset/raw");
  auto set = shop.want("orders/nexset/raw");
  std::erase_if(shop.desired.resources, [](const auto& r) { return r.address.text() == "orders/nexset/raw"; });
  set.address = address("orders/nexset/found");
  shop.want("orders/nexset/found") = set;
  shop.want("orders/nexset/clean").parent = set.address;
  shop.desired.moves = {{address("orders/nexset/raw"), address("orders/nexset/found"), {}}};
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.id("orders/nexset/found") == raw);
  CHECK(!shop.store->find(address("orders/nexset/raw")));
  CHECK(!shop.plan().has_work());
}

TEST_CASE("a whole flow moves with its source, its sets and its sinks")
{
  for (const bool remembered : {true, false}) {
    CAPTURE(remembered);
    Workshop shop;
    shop.want_flow("orders");
    REQUIRE(shop.apply().exit_code() == ExitCode::ok);
    std::map<std::string, ResourceId> before;
    for (const auto* const rest : {"/source", "/nexset/raw", "/nexset/clean", "/sink/out"}) {
      before[rest] = shop.id(std::string("orders") + rest);
    }
    shop.desired.resources.clear();
    shop.want_flow("sales");
    shop.desired.flow_moves = {{"orders", "sales", {}}};
    if (!remembered) {
      shop.lose_state();
    }
    const auto plan = shop.plan();
    CHECK(plan.summary.create == 0);
    CHECK(!plan.diagnostics.has_errors());
    CHECK(shop.apply().exit_code() == ExitCode::ok);
    CHECK(shop.api.calls("POST") == 0);
    for (const auto& [rest, id] : before) {
      CHECK(shop.id("sales" + rest) == id);
      CHECK(!shop.store->find(address("orders" + rest)));
    }
    CHECK(shop.live("sales/source").name == "sales");
    CHECK(!shop.plan().has_work());
  }
}
