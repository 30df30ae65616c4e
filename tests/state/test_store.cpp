#include "state_fixture.hpp"

#include "base/fatal.hpp"
#include "state/state_file.hpp"

#include <thread>

using namespace flowsync;
using namespace flowsync::state;

TEST_CASE("an absent folder is an empty state, and reading it creates nothing")
{
  const StateFolder folder;
  const auto inner = folder.path() / ".flowsync" / "state" / "prod";
  const auto loaded = Store::load(inner);
  REQUIRE(loaded.ok());
  CHECK(loaded.value() == StateData{});
  CHECK(!std::filesystem::exists(folder.path() / ".flowsync"));
  CHECK(state_folder(folder.path(), "prod") == inner);
}

TEST_CASE("every kind of change survives the end of the process, with and without compaction")
{
  const StateFolder folder;
  SharedClock clock;
  StateData before;
  for (const bool compacted : {false, true}) {
    {
      const auto store = open_store(folder, clock);
      store->intent({address("orders/sink/warehouse"), ResourceKind::sink, "2026-11-22T09:41:17.250Z"});
      store->intent({address("orders/sink/lake"), ResourceKind::sink, "2026-11-22T09:41:18.250Z"});
      store->intent({address("orders/sink/gone"), ResourceKind::sink, "2026-11-22T09:41:19.250Z"});
      store->record(sample_record("orders/sink/warehouse", 6513));
      store->settle(address("orders/sink/gone"));
      store->record(std::vector{sample_record("orders/source", 6862), sample_record("old/source", 1)});
      store->forget(address("old/source"));
      store->restoration(
          {address("orders/source"), {{{ResourceKind::nexset, 10393}, "ACTIVE"}, {{ResourceKind::sink, 7}, "PAUSED"}}});
      store->restoration({address("orders/sink/lake"), {}});
      store->restored(address("orders/sink/lake"));
      store->fact("strict_pause");
      store->fact("strict_pause");
      store->applied({42, "A \"person\"\n", 7, "Acme"}, "0123abc", "2026-11-20T08:00:00.000Z", clock.now());
      if (compacted) {
        CHECK(!store->compact());
        CHECK(read_raw(folder.folder().journal()).empty());
      }
      before = store->data();
      CHECK(store->find(address("orders/source")) == sample_record("orders/source", 6862));
      CHECK(!store->find(address("old/source")));
    }
    CHECK(load(folder) == before);
    CHECK(open_store(folder, clock)->data() == before);
  }
  CHECK(before.records.size() == 2);
  CHECK(before.intents.size() == 1); // a record answers its intent
  CHECK(before.intents.contains(address("orders/sink/lake")));
  CHECK(before.restorations.size() == 1);
  CHECK(before.facts == std::set<std::string>{"strict_pause"});
  CHECK(before.identity == Identity{42, "A \"person\"\n", 7, "Acme"});
  CHECK(before.commit == "0123abc");
  CHECK(!before.lineage.empty());
}

TEST_CASE("the serial moves with every change and only with changes")
{
  const StateFolder folder;
  SharedClock clock;
  const auto store = open_store(folder, clock);
  store->record(sample_record("orders/source", 1));
  store->fact("a");
  CHECK(store->data().serial == 2);
  CHECK(!store->compact());
  CHECK(store->data().serial == 2);
  const auto text = read_raw(folder.folder().state_file());
  CHECK(!store->compact());
  CHECK(read_raw(folder.folder().state_file()) == text);
  store->fact("a"); // known
  CHECK(store->data().serial == 2);
}

TEST_CASE("one record costs one line in the journal, whatever the state holds")
{
  const StateFolder folder;
  SharedClock clock;
  const auto store = open_store(folder, clock);
  std::vector<Record> many;
  for (int i = 0; i < 500; ++i) {
    many.push_back(sample_record("flow-" + std::to_string(i) + "/source", i));
  }
  store->record(many);
  CHECK(!store->compact());
  const auto text = read_raw(folder.folder().state_file());
  store->record(sample_record("flow-7/source", 7));
  const auto journal = read_raw(folder.folder().journal());
  CHECK(std::count(journal.begin(), journal.end(), '\n') == 1);
  CHECK(journal.size() < 1000);
  CHECK(read_raw(folder.folder().state_file()) == text);
}

TEST_CASE("a journal that has grown is compacted by itself and loses nothing")
{
  const StateFolder folder;
  SharedClock clock;
  const auto store = open_store(folder, clock);
  auto big = sample_record("orders/source", 1);
  big.applied["blob"] = std::string(1U << 20U, 'x');
  for (int i = 1; i <= 6; ++i) {
    big.id = i;
    store->record(big);
  }
  CHECK(read_raw(folder.folder().journal()).size() < (3U << 20U));
  CHECK(load(folder).records.at(address("orders/source")).id == 6);
  CHECK(load(folder).serial == 6);
}

TEST_CASE("many threads record at once and all of it is there")
{
  const StateFolder folder;
  SharedClock clock;
  constexpr int k_threads = 8;
  constexpr int k_each = 25;
  {
    const auto store = open_store(folder, clock);
    std::vector<std::jthread> threads;
    for (int t = 0; t < k_threads; ++t) {
      threads.emplace_back([&store, t] {
        for (int i = 0; i < k_each; ++i) {
          const auto where = "flow-" + std::to_string(t) + "/sink/s" + std::to_string(i);
          store->intent({address(where), ResourceKind::sink, "2026-11-22T09:41:17.250Z"});
          store->record(sample_record(where, t * 1000 + i));
          if (i == k_each / 2) {
            store->compact();
          }
        }
      });
    }
  }
  const auto data = load(folder);
  CHECK(data.records.size() == k_threads * k_each);
  CHECK(data.intents.empty());
  CHECK(data.serial == 2 * k_threads * k_each);
}

TEST_CASE("the state file is JSON with one record a line, and the same data gives the same bytes")
{
  StateData data;
  data.lineage = "l";
  data.serial = 3;
  data.records.emplace(address("orders/source"), sample_record("orders/source", 1));
  data.records.emplace(address("orders/sink/warehouse"), sample_record("orders/sink/warehouse", 2));
  data.records.at(address("orders/source")).applied = {{"name", "bad \xFF utf-8, line\nbreak"}};
  const auto text = state_file_text(data);
  CHECK(text == state_file_text(data));
  const auto json = nlohmann::json::parse(text);
  CHECK(json.at("version") == 6);
  CHECK(json.at("records").size() == 2);
  CHECK(text.find("\n\"orders/source\":{") != std::string::npos);
  const auto read = parse_state_file(text, "state.json");
  REQUIRE(read.ok());
  CHECK(state_file_text(read.value()) == text);
}

TEST_CASE("an empty state goes round")
{
  const auto read = parse_state_file(state_file_text({}), "state.json");
  REQUIRE(read.ok());
  CHECK(read.value() == StateData{});
}

TEST_CASE("commits that were applied completely are remembered, the newest ones")
{
  const StateFolder folder;
  SharedClock clock;
  constexpr int k_commits = 205;
  {
    const auto store = open_store(folder, clock);
    for (int i = 0; i < k_commits; ++i) {
      store->completed("commit" + std::to_string(i), clock.now() + std::chrono::seconds{i});
    }
  }
  const auto from_journal = load(folder);
  CHECK(from_journal.completed.size() == 200);
  CHECK(!from_journal.completed.contains("commit4"));
  CHECK(from_journal.completed.contains("commit5"));
  {
    const auto store = open_store(folder, clock);
    CHECK(!store->compact());
  }
  CHECK(load(folder) == from_journal);
}
