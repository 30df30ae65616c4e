#include "base/fatal.hpp"
#include "exec/workshop.hpp"

using namespace flowsync;
using namespace flowsync::test;
using exec::Outcome;

namespace {

// Remembers what was kept, in the log of the account so that the order shows.
class LoggedTrash final : public exec::Trash
{
public:
  explicit LoggedTrash(FakeApi& api) : m_api(api) {}
  void keep(const Address& address, const LiveResource& live) override
  {
    if (full) {
      throw Fatal("no space left");
    }
    m_api.log.push_back("KEEP " + std::string(type_path(live.type)) + "/" + std::to_string(live.id));
    kept.push_back(address.text());
    if (late && live.type == ResourceKind::source) {
      m_api.add(*late);
    }
  }
  std::optional<LiveResource> late; // detected while its source is being deleted
  bool full = false;
  std::vector<std::string> kept;

private:
  FakeApi& m_api;
};

struct Removal
{
  Workshop shop;
  LoggedTrash trash{shop.api};

  Removal()
  {
    shop.options.trash = &trash;
    shop.options.parallelism = 1;
    shop.prune = true;
    shop.want_flow("orders");
    shop.apply();
  }
  std::string path(const std::string& text)
  {
    return std::string(type_path(address(text).kind)) + "/" + std::to_string(shop.id(text));
  }
};

LiveResource foreign_sink(ResourceId set)
{
  LiveResource sink;
  sink.type = ResourceKind::sink;
  sink.id = 9000;
  sink.name = "somebody's";
  sink.status = "ACTIVE";
  sink.parent_set_id = set;
  return sink;
}

} // namespace

TEST_CASE("a removed flow is stopped, kept in the trash and deleted from its sinks up")
{
  Removal removal;
  auto& shop = removal.shop;
  const auto source = removal.path("orders/source");
  const auto raw = removal.path("orders/nexset/raw");
  const auto clean = removal.path("orders/nexset/clean");
  const auto sink = removal.path("orders/sink/out");
  shop.desired.resources.clear();
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::ok);
  CHECK(before(shop.api, "PAUSE " + source, "KEEP " + sink));
  CHECK(before(shop.api, "KEEP " + sink, "DELETE " + sink));
  CHECK(before(shop.api, "DELETE " + sink, "DELETE " + clean));
  CHECK(before(shop.api, "DELETE " + clean, "DELETE " + raw));
  CHECK(before(shop.api, "DELETE " + raw, "DELETE " + source));
  CHECK(shop.api.calls("DELETE") == 4);
  CHECK(shop.store->data().records.empty());
  CHECK(!shop.plan().has_differences());
}

TEST_CASE("what somebody hung below since the plan was made keeps what it hangs from")
{
  Removal removal;
  auto& shop = removal.shop;
  const auto clean = shop.id("orders/nexset/clean");
  shop.desired.resources.clear();
  const auto seen = shop.survey();
  const auto planned = shop.plan_on(seen);
  shop.api.add(foreign_sink(clean));
  const auto report = shop.apply(planned, seen);
  CHECK(report.exit_code() == ExitCode::partial);
  CHECK(result_of(report, "orders/sink/out").outcome == Outcome::done);
  CHECK(result_of(report, "orders/nexset/clean").outcome == Outcome::failed);
  CHECK(result_of(report, "orders/nexset/clean").reason.find("somebody's") != std::string::npos);
  CHECK(result_of(report, "orders/source").outcome == Outcome::skipped);
  CHECK(shop.api.at(ResourceKind::sink, 9000).name == "somebody's");
  CHECK(shop.api.count(ResourceKind::nexset) == 2);
}

TEST_CASE("a mark that went since the plan was made keeps its resource")
{
  Removal removal;
  auto& shop = removal.shop;
  shop.desired.resources.clear();
  const auto seen = shop.survey();
  const auto planned = shop.plan_on(seen);
  shop.live("orders/sink/out").description = "mine";
  const auto report = shop.apply(planned, seen);
  CHECK(result_of(report, "orders/sink/out").outcome == Outcome::failed);
  CHECK(shop.api.calls("DELETE") == 0);
}

TEST_CASE("nothing is deleted that cannot be kept")
{
  Removal removal;
  removal.trash.full = true;
  removal.shop.desired.resources.clear();
  const auto report = removal.shop.apply();
  CHECK(report.exit_code() != ExitCode::ok);
  CHECK(removal.shop.api.calls("DELETE") == 0);
}

TEST_CASE("a set that is detected while its source is being deleted goes with it")
{
  Removal removal;
  auto& shop = removal.shop;
  const auto source = removal.path("orders/source");
  LiveResource late;
  late.type = ResourceKind::nexset;
  late.id = 9001;
  late.name = "2 - orders";
  late.status = "ACTIVE";
  late.source_id = shop.id("orders/source");
  removal.trash.late = late;
  FakeApi::Fault busy;
  busy.request = "DELETE " + source;
  busy.kind = nexla::ApiError::Kind::refused;
  busy.status = 405;
  busy.message = "data_set 9001 must be paused";
  busy.times = 3;
  shop.api.faults.push_back(busy);
  shop.desired.resources.clear();
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  const auto& log = shop.api.log;
  const auto set_went = std::find(log.begin(), log.end(), "DELETE data_sets/9001");
  REQUIRE(set_went != log.end());
  CHECK(std::find(set_went, log.end(), "DELETE " + source) != log.end());
}

TEST_CASE("a delete whose answer is lost is looked at, not assumed")
{
  Removal removal;
  auto& shop = removal.shop;
  const auto sink = removal.path("orders/sink/out");
  shop.desired.resources.clear();
  FakeApi::Fault lost;
  lost.request = "DELETE " + sink;
  lost.kind = nexla::ApiError::Kind::uncertain;
  SUBCASE("it was done")
  {
    lost.effect = true;
  }
  SUBCASE("it was not done") {}
  shop.api.faults.push_back(lost);
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(shop.api.count(ResourceKind::sink) == 0);
}

TEST_CASE("a replaced sink is deleted before it is made anew, and is bound to the new one")
{
  Removal removal;
  auto& shop = removal.shop;
  const auto old = shop.id("orders/sink/out");
  shop.want("orders/sink/out").document["sink_type"] = "gcs";
  const auto report = shop.apply();
  CHECK(report.exit_code() == ExitCode::ok);
  CHECK(report.results.size() == 1);
  CHECK(shop.id("orders/sink/out") != old);
  CHECK(shop.api.count(ResourceKind::sink) == 1);
  CHECK(removal.trash.kept == std::vector<std::string>{"orders/sink/out"});
  CHECK(!shop.plan().has_differences());
}

TEST_CASE("a record of something that is gone and not wanted is forgotten")
{
  Removal removal;
  auto& shop = removal.shop;
  const auto sink = shop.id("orders/sink/out");
  shop.api.at(ResourceKind::sink, sink).status = "PAUSED";
  static_cast<void>(shop.api.remove(ResourceKind::sink, sink, {}));
  std::erase_if(shop.desired.resources, [](const auto& r) { return r.address.kind == ResourceKind::sink; });
  shop.prune = false;
  CHECK(shop.apply().exit_code() == ExitCode::ok);
  CHECK(!shop.store->find(address("orders/sink/out")));
}
