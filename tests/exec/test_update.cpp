#include "exec/workshop.hpp"

using namespace flowsync;
using namespace flowsync::test;
using exec::Outcome;
using Kind = nexla::ApiError::Kind;

namespace {

LiveResource foreign_sink(Workshop& shop, ResourceId id, const std::string& status)
{
  LiveResource sink;
  sink.type = ResourceKind::sink;
  sink.id = id;
  sink.name = "not ours " + std::to_string(id);
  sink.status = status;
  sink.parent_set_id = shop.id("orders/nexset/clean");
  return sink;
}

std::string path_of(Workshop& shop, const std::string& text)
{
  return std::string(type_path(address(text).kind)) + "/" + std::to_string(shop.id(text));
}

} // namespace

TEST_CASE("a cosmetic change is one plain PUT without a pause")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  shop.want("orders/sink/out").document["name"] = "ORDERS, new";
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.api.calls("PAUSE") == 0);
  CHECK(shop.api.calls("PUT") == 1);
  CHECK(shop.api.bodies.at("PUT " + path_of(shop, "orders/sink/out")) == nlohmann::json{{"name", "ORDERS, new"}});
  CHECK(!shop.plan().has_differences());
}

TEST_CASE("a server that insists on a pause for a cosmetic change gets one, and that is remembered")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  shop.api.strict_pause = true;
  shop.want("orders/sink/out").document["name"] = "ORDERS, new";
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  const auto sink = path_of(shop, "orders/sink/out");
  CHECK(before(shop.api, "PAUSE " + sink, "ACTIVATE " + sink));
  CHECK(shop.live("orders/sink/out").status == "ACTIVE");
  CHECK(shop.store->data().facts.contains("strict_pause"));
  shop.want("orders/sink/out").document["name"] = "ORDERS, newer";
  shop.apply();
  CHECK(shop.api.calls("PUT") == 1); // no refused one first
  CHECK(!shop.plan().has_differences());
}

TEST_CASE("a refusal that does not ask for a pause causes none")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  shop.api.faults = {{"PUT data_sources", Kind::refused, 400, "name is too long", false, {}, 1}};
  shop.want("orders/source").document["name"] = "orders, new";
  const auto report = shop.apply();
  CHECK(result_of(report, "orders/source").outcome == Outcome::failed);
  CHECK(shop.api.calls("PAUSE") == 0);
  CHECK(report.exit_code() == ExitCode::error); // nothing was written
}

TEST_CASE("a runtime change pauses, writes config on top of the live one, activates, and restores what is below")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.want_sink("orders", "second").state = RunState::paused;
  shop.apply();
  shop.api.add(foreign_sink(shop, 6001, "ACTIVE"));
  shop.api.add(foreign_sink(shop, 6002, "PAUSED"));
  shop.live("orders/source").body["source_config"]["server.key"] = "its own";
  shop.want("orders/source").document["source_config"]["path"] = "acme/elsewhere";

  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::ok);
  const auto source = path_of(shop, "orders/source");
  CHECK(before(shop.api, "PAUSE " + source, "PUT " + source));
  CHECK(before(shop.api, "PUT " + source, "ACTIVATE " + source));
  CHECK(shop.api.calls("ACTIVATE " + source) == 1);
  CHECK(shop.live("orders/source").body["source_config"] ==
        nlohmann::json{{"path", "acme/elsewhere"}, {"server.key", "its own"}});
  CHECK(shop.live("orders/source").status == "ACTIVE");
  CHECK(shop.live("orders/nexset/clean").status == "ACTIVE");
  CHECK(shop.live("orders/sink/out").status == "ACTIVE");
  CHECK(shop.live("orders/sink/second").status == "PAUSED");
  CHECK(shop.api.at(ResourceKind::sink, 6001).status == "ACTIVE");
  CHECK(shop.api.at(ResourceKind::sink, 6002).status == "PAUSED");
  CHECK(shop.store->data().restorations.empty());
  CHECK(!shop.plan().has_differences());
}

TEST_CASE("sinks that must stay paused are paused before anything else is looked after")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.want_sink("orders", "second").state = RunState::paused;
  shop.apply();
  shop.want("orders/source").document["source_config"]["path"] = "acme/elsewhere";
  shop.apply();
  const auto activated =
      std::find(shop.api.log.begin(), shop.api.log.end(), "ACTIVATE " + path_of(shop, "orders/source"));
  REQUIRE(activated != shop.api.log.end());
  const auto second = path_of(shop, "orders/sink/second");
  CHECK(*(activated + 1) == "GET " + second);
  CHECK(*(activated + 2) == "PAUSE " + second);
}

TEST_CASE("a source is bounced once although its config and things below it change, and below waits for it")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  shop.want("orders/source").document["source_config"]["path"] = "acme/elsewhere";
  shop.want("orders/source").document["name"] = "Orders";
  shop.want("orders/sink/out").document["sink_config"]["table"] = "OTHER";
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.api.calls("ACTIVATE data_sources") == 1);
  CHECK(before(shop.api, "ACTIVATE " + path_of(shop, "orders/source"), "PUT " + path_of(shop, "orders/sink/out")));
}

TEST_CASE("a refused runtime change starts the resource again and restores what is below")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  shop.want("orders/source").document["source_config"]["path"] = "acme/elsewhere";
  shop.api.faults = {{"PUT data_sources", Kind::refused, 400, "no such path", false, {}, 1}};
  const auto report = shop.apply();
  CHECK(result_of(report, "orders/source").outcome == Outcome::failed);
  CHECK(shop.live("orders/source").status == "ACTIVE");
  CHECK(shop.live("orders/sink/out").status == "ACTIVE");
  CHECK(shop.store->data().restorations.empty());
}

TEST_CASE("a cascade that a dead run left is undone by the next")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  shop.api.add(foreign_sink(shop, 6001, "PAUSED"));
  exec::Survey seen = shop.survey();
  Restoration left{address("orders/source"), {}};
  for (const auto* const text : {"orders/source", "orders/nexset/raw", "orders/nexset/clean", "orders/sink/out"}) {
    left.statuses[{address(text).kind, shop.id(text)}] = "ACTIVE";
    shop.live(text).status = "PAUSED";
  }
  left.statuses[{ResourceKind::sink, 6001}] = "ACTIVE";
  shop.store->restoration(left);
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.live("orders/source").status == "ACTIVE");
  CHECK(shop.live("orders/sink/out").status == "ACTIVE");
  CHECK(shop.api.at(ResourceKind::sink, 6001).status == "ACTIVE");
  CHECK(shop.store->data().restorations.empty());
  CHECK(shop.api.calls("ACTIVATE data_sources") == 1);
}

TEST_CASE("a status is a verb, and what hangs below gets its own back")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  shop.want("orders/nexset/clean").state = RunState::paused;
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.live("orders/nexset/clean").status == "PAUSED");
  CHECK(shop.live("orders/sink/out").status == "ACTIVE");
  CHECK(!shop.plan().has_differences());
}

TEST_CASE("200 without effect: once more, then that resource fails")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  shop.want("orders/sink/out").document["sink_config"]["table"] = "OTHER";
  shop.api.ignored = {"sink_config"};
  const auto report = shop.apply();
  CHECK(shop.api.calls("PUT") == 2);
  CHECK(result_of(report, "orders/sink/out").outcome == Outcome::failed);
  CHECK(result_of(report, "orders/sink/out").reason.find("/sink_config/table") != std::string::npos);
  CHECK(shop.live("orders/sink/out").status == "ACTIVE");
  shop.api.ignored.clear();
  CHECK(shop.apply().exit_code() == ExitCode::ok);
}

TEST_CASE("a key set to null that the server writes back is warned about once and then counts as gone")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.want("orders/sink/out").document["sink_config"]["mode"] = "none";
  shop.apply();
  shop.want("orders/sink/out").document["sink_config"].erase("mode");
  shop.want("orders/sink/out").tombstones["/sink_config/mode"] = {};
  shop.api.written_back["mode"] = "default";
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::ok);
  REQUIRE(report.warnings.size() == 1);
  CHECK(report.warnings[0].code == "not-kept");
  CHECK(!shop.plan().has_differences());
}

TEST_CASE("a sink's credential that this server does not change: the resource fails and the next plan replaces it")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  LiveResource other;
  other.type = ResourceKind::credential;
  other.id = 6028;
  other.name = "Other";
  shop.api.add(other);
  shop.desired.environment.credentials["other"].id = 6028;
  shop.want("orders/sink/out").credential_alias = "other";
  SUBCASE("refused")
  {
    shop.api.refused = {"data_credentials_id"};
  }
  SUBCASE("answered yes and ignored")
  {
    shop.api.ignored = {"data_credentials_id"};
  }
  const auto report = shop.apply();
  CHECK(result_of(report, "orders/sink/out").outcome == Outcome::failed);
  CHECK(result_of(report, "orders/sink/out").reason.find("has to be replaced") != std::string::npos);
  CHECK(shop.live("orders/sink/out").status == "ACTIVE");
  CHECK(shop.store->find(address("orders/sink/out"))->needs_replace);
  CHECK(shop.plan().find(address("orders/sink/out"))->action == plan::Action::replace);
}

TEST_CASE("a hidden secret that the specs do not give is not written away")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  shop.live("orders/source").body["source_config"]["token"] = "*****";
  shop.want("orders/source").document["source_config"]["path"] = "acme/elsewhere";
  const auto report = shop.apply();
  CHECK(result_of(report, "orders/source").outcome == Outcome::failed);
  CHECK(result_of(report, "orders/source").hint.find("token") != std::string::npos);
  CHECK(shop.api.calls("PUT") == 0);
  CHECK(shop.api.calls("PAUSE") == 0);
}

TEST_CASE("a write that does not move updated_at is noticed")
{
  Workshop shop;
  shop.want_flow("orders");
  shop.apply();
  auto& sink = shop.live("orders/sink/out");
  shop.clock.sleep(Duration{10'000}, {});
  shop.want("orders/sink/out").document["name"] = "ORDERS, new";
  const auto frozen = sink.updated_at;
  shop.api.on_call = [&](const std::string& line) {
    if (line.starts_with("GET data_sinks")) {
      sink.updated_at = frozen;
    }
  };
  shop.apply();
  CHECK(shop.store->data().facts.contains("updated_at_frozen"));
  CHECK(!shop.survey().refresh.why.empty());
}
