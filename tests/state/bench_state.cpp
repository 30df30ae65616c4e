#include "state/git_storage.hpp"
#include "state/state_file.hpp"
#include "state_fixture.hpp"
#include "support/bare_repository.hpp"

#include <fmt/format.h>

#include <ctime>
#include <functional>

#include <sys/resource.h>

using namespace flowsync;
using namespace flowsync::state;

namespace {

double milliseconds_of(const std::function<void()>& work)
{
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

Record typical_record(const std::string& where, ResourceId id)
{
  auto record = sample_record(where, id);
  const nlohmann::json config{{"database", "SALES"},     {"table", "ORDERS_" + where},
                              {"insert.mode", "UPSERT"}, {"primary.key", "ORDER_ID"},
                              {"upsert.nulls", true},    {"mapping", {{"mode", "auto"}, {"tracker_mode", "NONE"}}}};
  record.applied = {{"name", where}, {"sink_type", "snowflake"}, {"sink_config", config}, {"status", "active"}};
  record.observed = record.applied;
  record.observed["sink_config"]["sink_type"] = "snowflake";
  return record;
}

} // namespace

double processor_seconds(int whose)
{
  rusage used{};
  getrusage(whose, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

// Goal: 50,000 resources load in less than 0.5 s. Measured optimised, 42 MB: 450 ms of processor time, most of it
// spread over all cores (with nlohmann's own parser it was more than twice as much). One record is one line of less
// than 1 KB and one flush. Wall time has to be taken on a quiet machine.
TEST_CASE("bench: a state of 50,000 resources" * doctest::skip())
{
  constexpr int k_count = 50'000;
  const StateFolder folder;
  SystemClock clock;
  const auto store = open_store(folder, clock);
  std::vector<Record> records;
  for (int i = 0; i < k_count; ++i) {
    records.push_back(typical_record(fmt::format("flow-{}/sink/warehouse", i), i));
  }
  const auto many = milliseconds_of([&] { store->record(std::move(records)); });
  const auto rewrite = milliseconds_of([&] {
    store->fact("something");
    store->compact();
  });
  StateData loaded;
  const auto processor_before = std::clock();
  const auto loading = milliseconds_of([&] { loaded = load(folder); });
  const auto processor = 1000.0 * static_cast<double>(std::clock() - processor_before) / CLOCKS_PER_SEC;
  CHECK(loaded.records.size() == k_count);
  const auto one = milliseconds_of([&] { store->record(typical_record("flow-7/sink/warehouse", 7)); });
  const auto size = read_raw(folder.folder().state_file()).size();
  fmt::print("state of {} resources: {:.1f} MB, load {:.0f} ms ({:.0f} ms of processor time), record one {:.2f} ms ({} "
             "bytes), record all at once "
             "{:.0f} ms, compact {:.0f} ms\n",
             k_count, static_cast<double>(size) / 1e6, loading, processor, one,
             read_raw(folder.folder().journal()).size(), many, rewrite);
}

// Goal: a save takes less than 1 s besides the network. The processor time holds what git does on both sides.
TEST_CASE("bench: a save of 40,000 resources in git" * doctest::skip())
{
  constexpr int k_count = 40'000;
  const testing::BareRepository bare;
  StateData data;
  data.lineage = "bench";
  for (int i = 0; i < k_count; ++i) {
    auto record = typical_record(fmt::format("flow-{}/sink/warehouse", i), i);
    data.records.emplace(record.address, std::move(record));
  }
  const auto storage = git_storage(git::RemoteRefs(bare.folder() / "cache", {bare.origin().string(), {}}),
                                   "refs/flowsync/acme/prod", "origin");
  auto version = storage->load({})->version;
  for (const int round : {1, 2}) {
    data.serial += 1;
    const auto own = processor_seconds(RUSAGE_SELF);
    const auto of_git = processor_seconds(RUSAGE_CHILDREN);
    std::string text;
    const auto wall = milliseconds_of([&] {
      text = state_file_text(data);
      version = storage->save({{k_state_file, text}}, version, {"ana", "apply of prod", WallTime{}, false}).value();
    });
    fmt::print("save {} of {} resources in git: {:.1f} MB, {:.2f} s; processor: {:.2f} s of ours, {:.2f} s of git\n",
               round, k_count, static_cast<double>(text.size()) / 1e6, wall / 1000,
               processor_seconds(RUSAGE_SELF) - own, processor_seconds(RUSAGE_CHILDREN) - of_git);
  }
}
