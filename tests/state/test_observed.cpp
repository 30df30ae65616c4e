#include "state_fixture.hpp"

#include "state/observed.hpp"

using namespace flowsync;
using namespace flowsync::state;

namespace {

Observation seen_later()
{
  Observation seen = sample_record("orders/source", 6862);
  seen.observed = {{"name", "Renamed in the UI"}};
  seen.updated_at = "2026-11-23T00:00:00.000Z";
  seen.read_at = "2026-11-23T00:00:05.000Z";
  seen.settled = false;
  return seen;
}

} // namespace

TEST_CASE("observations go round through their file")
{
  const StateFolder folder;
  const Observations seen{{address("orders/source"), seen_later()},
                          {address("orders/nexset/raw"), sample_record("orders/nexset/raw", 2)}};
  CHECK(!save_observed(folder.path(), "lineage", seen));
  const auto loaded = load_observed(folder.path(), "lineage");
  CHECK(loaded.observations == seen);
  CHECK(loaded.warning.empty());
  CHECK(nlohmann::json::parse(read_raw(folder.folder().observed())).at("observed").size() == 2);
  CHECK(load_observed(folder.path(), "another state").observations.empty());
}

TEST_CASE("a damaged file of observations is left out with a warning")
{
  const StateFolder folder;
  CHECK(load_observed(folder.path(), "l").warning.empty());
  write_raw(folder.folder().observed(), R"({"version":1,"lineage":"l","observed":{"orders/source":{"id":)");
  const auto loaded = load_observed(folder.path(), "l");
  CHECK(loaded.observations.empty());
  CHECK(loaded.warning.find("observed.json") != std::string::npos);
}

TEST_CASE("only a later observation of the same resource replaces what the record holds")
{
  StateData data;
  const auto record = sample_record("orders/source", 6862);
  data.records.emplace(record.address, record);
  auto other = seen_later();
  other.id = 9;
  refresh(data, {{record.address, other}, {address("new/source"), seen_later()}});
  CHECK(data.records.size() == 1);
  CHECK(data.records.at(record.address) == record);
  auto earlier = seen_later();
  earlier.read_at = "2026-11-01T00:00:00.000Z";
  refresh(data, {{record.address, earlier}});
  CHECK(data.records.at(record.address) == record);
  refresh(data, {{record.address, seen_later()}});
  CHECK(static_cast<const Observation&>(data.records.at(record.address)) == seen_later());
  CHECK(data.records.at(record.address).applied == record.applied);
}

TEST_CASE("observations are not written where there is no state to go with")
{
  const StateFolder folder;
  CHECK(!save_observed(folder.path() / "none", "l", {}));
  CHECK(!std::filesystem::exists(folder.path() / "none"));
}
