#include "exec/workshop.hpp"

using namespace flowsync;
using namespace flowsync::test;
using exec::Outcome;
using Kind = nexla::ApiError::Kind;

namespace {

// An existing source that the environment adopts.
void add_existing(Workshop& shop)
{
  LiveResource source;
  source.type = ResourceKind::source;
  source.id = 6862;
  source.name = "orders";
  source.description = "made by hand";
  source.status = "ACTIVE";
  source.kind = "s3";
  source.credential_id = 6027;
  source.owner_id = 42;
  source.body = {{"name", "orders"},
                 {"description", "made by hand"},
                 {"source_type", "s3"},
                 {"source_config", {{"path", "acme/orders"}}}};
  shop.api.add(source);
  shop.desired.environment.adopt[address("orders/source")] = {6862, {}};
}

} // namespace

TEST_CASE("a mark stripped by hand comes back without a second resource")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  auto& sink = shop.live("orders/sink/out");
  sink.description = "somebody's words";
  sink.body["description"] = sink.description;
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.api.calls("POST") == 0);
  CHECK(shop.api.calls("PAUSE") == 0);
  CHECK(shop.live("orders/sink/out").description == "somebody's words\n\n[flowsync acme-k3x9/prod orders/sink/out]");
  CHECK(!shop.plan().has_differences());
}

TEST_CASE("adopting writes the mark without a pause and keeps people's words")
{
  Workshop shop;
  shop.want_flow("orders");
  add_existing(shop);
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::ok);
  CHECK(shop.id("orders/source") == 6862);
  CHECK(result_of(report, "orders/source").what == "adopted (id 6862), mark written");
  CHECK(shop.api.at(ResourceKind::source, 6862).description ==
        "made by hand\n\n[flowsync acme-k3x9/prod orders/source]");
  CHECK(shop.api.calls("PAUSE") == 0);
}

TEST_CASE("a mark that adopting may not write waits, with a warning, and nothing is paused for it")
{
  Workshop shop;
  shop.want_flow("orders");
  add_existing(shop);
  shop.api.strict_pause = true;
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::ok);
  CHECK(shop.id("orders/source") == 6862);
  REQUIRE(report.warnings.size() == 1);
  CHECK(report.warnings[0].code == "mark-waits");
  CHECK(shop.api.calls("PAUSE data_sources") == 0);
  CHECK(shop.api.at(ResourceKind::source, 6862).description == "made by hand");
}

TEST_CASE("a mark that the service answers yes to and forgets waits, too")
{
  Workshop shop;
  shop.want_flow("orders");
  add_existing(shop);
  shop.api.ignored.insert("description");
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::ok);
  CHECK(shop.id("orders/source") == 6862);
  REQUIRE(report.warnings.size() == 1);
  CHECK(report.warnings[0].code == "mark-waits");
  CHECK(shop.api.calls("PAUSE data_sources") == 0);
}

TEST_CASE("an adopted copy gets its id in its mark")
{
  Workshop shop;
  shop.want_flow("orders");
  add_existing(shop);
  shop.api.at(ResourceKind::source, 6862).copied_from_id = 11;
  shop.apply();
  CHECK(shop.api.at(ResourceKind::source, 6862).description ==
        "made by hand\n\n[flowsync acme-k3x9/prod orders/source id=6862]");
}

TEST_CASE("a moved resource keeps its id, gets the new mark, and leaves the old record")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  const auto id = shop.id("orders/sink/out");
  auto sink = shop.want("orders/sink/out");
  std::erase_if(shop.desired.resources, [](const auto& r) { return r.address.text() == "orders/sink/out"; });
  sink.address = address("orders/sink/warehouse");
  shop.want("orders/sink/warehouse") = sink;
  shop.desired.moves.push_back({address("orders/sink/out"), address("orders/sink/warehouse"), {}});
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.api.calls("POST") == 0);
  CHECK(shop.id("orders/sink/warehouse") == id);
  CHECK(!shop.store->find(address("orders/sink/out")));
  CHECK(shop.live("orders/sink/warehouse").description == "[flowsync acme-k3x9/prod orders/sink/warehouse]");
  CHECK(!shop.plan().has_differences());
}

TEST_CASE("state lost: the plan is empty, and applying it records everything again without a request")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  const auto before = shop.store->data().records;
  shop.lose_state();
  CHECK(!shop.plan().has_differences());
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::ok);
  CHECK(shop.api.log.empty());
  const auto after = shop.store->data().records;
  REQUIRE(after.size() == before.size());
  for (const auto& [address, record] : before) {
    CHECK(after.at(address).id == record.id);
    CHECK(after.at(address).applied == record.applied);
  }
}

TEST_CASE("a resource that somebody else marked since the plan is not touched")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  shop.want("orders/sink/out").document["sink_config"]["table"] = "OTHER";
  const auto seen = shop.survey();
  const auto planned = shop.plan_on(seen);
  shop.live("orders/sink/out").description = "[flowsync other-x1/prod orders/sink/out]";
  const auto report = shop.apply(planned, seen);
  CHECK(result_of(report, "orders/sink/out").outcome == Outcome::failed);
  CHECK(report.exit_code() == ExitCode::refused);
  CHECK(shop.api.calls("PUT") == 0);
}
