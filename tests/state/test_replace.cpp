#include "state_fixture.hpp"

#include "base/digest.hpp"
#include "state/lock.hpp"
#include "state/replace.hpp"

#include <sys/wait.h>
#include <unistd.h>

using namespace flowsync;
using namespace flowsync::state;

namespace {

StateData fresh_state()
{
  StateData data;
  data.serial = 41;
  data.records.emplace(address("orders/source"), sample_record("orders/source", 6862));
  return data;
}

std::vector<std::filesystem::path> replace(const StateFolder& folder, SharedClock& clock)
{
  const auto lock = Lock::take(folder.folder().lock(), Holder{}, clock, Duration{0}, {});
  REQUIRE(lock.ok());
  return replace_state(folder.folder(), *lock, fresh_state(), clock.now());
}

} // namespace

TEST_CASE("a new state takes the place of a damaged one, which is kept byte for byte")
{
  const StateFolder folder;
  SharedClock clock;
  {
    const auto store = open_store(folder, clock);
    store->record(sample_record("orders/sink/a", 1));
    CHECK(!store->compact());
    store->record(sample_record("orders/sink/b", 2));
  }
  const auto damaged_text = read_raw(folder.folder().state_file()).substr(0, 40);
  const auto journal = read_raw(folder.folder().journal());
  write_raw(folder.folder().state_file(), damaged_text);
  CHECK(!Store::load(folder.path()).ok());

  const auto kept = replace(folder, clock);
  REQUIRE(kept.size() == 2);
  CHECK(kept[0].filename() == "state.json.20191220T000000Z");
  CHECK(read_raw(kept[0]) == damaged_text);
  CHECK(read_raw(kept[1]) == journal);
  const auto data = load(folder);
  CHECK(data.records == fresh_state().records);
  CHECK(data.serial == fresh_state().serial);
  CHECK(data.lineage.size() == 16);
  {
    const auto store = open_store(folder, clock);
    store->fact("goes on");
  }
  CHECK(load(folder).serial == fresh_state().serial + 1);
  CHECK(read_raw(kept[1]) == journal);

  // At the same second nothing that was kept is replaced.
  const auto again = replace(folder, clock);
  CHECK(again.front().filename() == "state.json.20191220T000000Z-2");
  CHECK(read_raw(kept[0]) == damaged_text);
  CHECK(load(folder).lineage != data.lineage);
}

TEST_CASE("a new state where there was none keeps nothing aside")
{
  const StateFolder folder;
  SharedClock clock;
  CHECK(replace(folder, clock).empty());
  CHECK(load(folder).records.size() == 1);
}

TEST_CASE("a crash between the new state and emptying the old journal is refused, never mixed")
{
  const StateFolder folder;
  SharedClock clock;
  open_store(folder, clock)->record(sample_record("orders/sink/a", 1));
  const auto journal = read_raw(folder.folder().journal());
  REQUIRE(!journal.empty());
  CHECK(replace(folder, clock).size() == 1);
  write_raw(folder.folder().journal(), journal);
  const auto loaded = Store::load(folder.path());
  REQUIRE(!loaded.ok());
  CHECK(loaded.error().kind == Problem::Kind::damaged);
  CHECK(loaded.error().hint.find("flowsync state rebuild -e " + folder.path().filename().string()) !=
        std::string::npos);
}

TEST_CASE("who holds the lock is told without taking it")
{
  const StateFolder folder;
  SharedClock clock;
  const auto file = folder.folder().lock();
  CHECK(!holder_of(file));
  {
    const auto store = open_store(folder, clock);
    const auto holder = holder_of(file);
    REQUIRE(holder);
    CHECK(holder->pid == ::getpid());
    CHECK(holder->started_at == "2019-12-20T00:00:00.000Z");
    CHECK(is_alive(*holder) == Alive::yes);
    CHECK(holder_of(file)); // asking changes nothing
    store->fact("still ours");
  }
  CHECK(!holder_of(file));
}

TEST_CASE("a holder on another machine, one that is gone and one that does not say who it is are told apart")
{
  const StateFolder folder;
  SharedClock clock;
  const auto file = folder.folder().lock();
  const auto store = open_store(folder, clock);
  const auto text = read_raw(file);
  auto json = nlohmann::json::parse(text);
  json["host"] = "elsewhere";
  json["machine"] = "elsewhere";
  write_raw(file, json.dump());
  CHECK(is_alive(*holder_of(file)) == Alive::unknown);
  const auto child = ::fork();
  if (child == 0) {
    ::_exit(0);
  }
  ::waitpid(child, nullptr, 0);
  json = nlohmann::json::parse(text);
  json["pid"] = child;
  write_raw(file, json.dump());
  CHECK(is_alive(*holder_of(file)) == Alive::no);
  write_raw(file, "");
  CHECK(holder_of(file)->pid == 0);
}

TEST_CASE("a state of the version before is read, and written in the present one")
{
  const StateFolder folder;
  SharedClock clock;
  {
    const auto store = open_store(folder, clock);
    store->record(sample_record("orders/source", 1));
    store->applied({42, "", 7, ""}, "abc", "2026-11-20T08:00:00.000Z", clock.now());
    CHECK(!store->compact());
  }
  auto text = read_raw(folder.folder().state_file());
  const auto cut = [&](const std::string& from, const std::string& to) {
    text.replace(text.find(from), from.size(), to);
  };
  cut("{\"version\":6,", "{\"version\":1,");
  cut(",\"commit_time\":\"2026-11-20T08:00:00.000Z\"", "");
  cut(",\"completed\":{}", "");
  const auto sum_at = text.find("\"checksum\"");
  text = text.substr(0, sum_at) + "\"checksum\":\"sha256:" + sha256_hex(text.substr(0, sum_at)) + "\"}\n";
  write_raw(folder.folder().state_file(), text);
  const auto data = load(folder);
  CHECK(data.commit == "abc");
  CHECK(data.commit_time.empty());
  CHECK(data.records.size() == 1);
  {
    const auto store = open_store(folder, clock);
    store->fact("x");
    CHECK(!store->compact());
  }
  CHECK(read_raw(folder.folder().state_file()).starts_with("{\"version\":6,"));
}
