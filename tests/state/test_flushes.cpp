// What is on the disk when, and what a power cut may leave of the rest (decision 016).

#include "state_fixture.hpp"

#include "state/journal.hpp"

using namespace flowsync;
using namespace flowsync::state;

namespace {

Intent intent_at(std::string_view where)
{
  return {address(where), ResourceKind::sink, "2026-11-22T09:41:17.250Z"};
}

std::vector<std::string> lines_of(const std::string& text)
{
  std::vector<std::string> lines;
  for (std::size_t at = 0, end = text.find('\n'); end != std::string::npos; at = end + 1, end = text.find('\n', at)) {
    lines.push_back(text.substr(at, end + 1 - at));
  }
  return lines;
}

std::uint64_t flushed_of(const std::string& line)
{
  return nlohmann::json::parse(line).at("flushed").get<std::uint64_t>();
}

// The journal after an intent and three records, of which the intent alone is flushed; and with a second intent behind
// them and a record behind that, where all of them are.
std::string written_journal(const StateFolder& folder, bool second_intent)
{
  SharedClock clock;
  const auto store = open_store(folder, clock);
  store->intent(intent_at("orders/sink/a"));
  for (const int id : {1, 2, 3}) {
    store->record(sample_record("orders/sink/a", id));
  }
  if (second_intent) {
    store->intent(intent_at("orders/sink/b"));
    store->record(sample_record("orders/sink/b", 4));
  }
  return read_raw(folder.folder().journal());
}

// Zeros in the place of what lies between two bytes of the journal.
std::string with_hole(std::string text, std::size_t from, std::size_t to)
{
  return text.replace(from, to - from, to - from, '\0');
}

} // namespace

TEST_CASE("an intent and the beginning of a cascade wait for the disk, and all before them goes along")
{
  const StateFolder folder;
  SharedClock clock;
  const auto store = open_store(folder, clock);
  store->record(sample_record("orders/source", 1));
  store->fact("a");
  store->intent(intent_at("orders/sink/a"));
  store->record(sample_record("orders/sink/a", 2));
  store->forget(address("orders/source"));
  store->restoration({address("orders/sink/a"), {}});
  store->restored(address("orders/sink/a"));
  const auto lines = lines_of(read_raw(folder.folder().journal()));
  std::vector<std::uint64_t> flushed;
  std::transform(lines.begin(), lines.end(), std::back_inserter(flushed), flushed_of);
  CHECK(flushed == std::vector<std::uint64_t>{0, 0, 0, 3, 3, 3, 6});
  CHECK(load(folder) == store->data());
}

TEST_CASE("a compaction flushes, and what a run finds counts as flushed")
{
  const StateFolder folder;
  SharedClock clock;
  {
    const auto store = open_store(folder, clock);
    store->record(sample_record("orders/source", 1));
    CHECK(!store->compact());
    store->fact("a");
    CHECK(flushed_of(read_raw(folder.folder().journal())) == 1);
  }
  open_store(folder, clock)->fact("b");
  CHECK(flushed_of(lines_of(read_raw(folder.folder().journal())).at(1)) == 2);
}

TEST_CASE("a hole in what was not flushed is the torn end of the journal")
{
  const StateFolder folder;
  const auto journal = written_journal(folder, false);
  const auto lines = lines_of(journal);
  REQUIRE(lines.size() == 4);
  const auto second = lines[0].size() + lines[1].size(); // where the second record begins
  for (std::size_t from = second; from < second + lines[2].size(); from += 7) {
    for (const auto to : {from + 1, second + lines[2].size(), second + lines[2].size() + 9, journal.size()}) {
      CAPTURE(from);
      CAPTURE(to);
      write_raw(folder.folder().journal(), with_hole(journal, from, std::max(to, from + 1)));
      const auto data = load(folder);
      CHECK(data.serial == 2);
      CHECK(data.records.at(address("orders/sink/a")).id == 1);
    }
  }
  SharedClock clock;
  const auto store = open_store(folder, clock);
  store->record(sample_record("orders/sink/c", 9));
  CHECK(load(folder).records.size() == 2);
  CHECK(load(folder) == store->data());
}

TEST_CASE("a hole in what was flushed is damage")
{
  const StateFolder folder;
  const auto journal = written_journal(folder, true);
  std::size_t begin = 0;
  for (const auto& line : lines_of(journal)) {
    CAPTURE(line);
    write_raw(folder.folder().journal(), with_hole(journal, begin + 5, begin + 9));
    const bool is_last = begin + line.size() == journal.size();
    CHECK(Store::load(folder.path()).ok() == is_last); // nothing behind it says that it was
    begin += line.size();
  }
}

TEST_CASE("what does not fit without a hole is damage, flushed or not")
{
  const StateFolder folder;
  auto journal = written_journal(folder, false);
  journal.replace(journal.rfind("Orders"), 6, "Others");
  write_raw(folder.folder().journal(), journal);
  const auto loaded = Store::load(folder.path());
  REQUIRE(!loaded.ok());
  CHECK(loaded.error().kind == Problem::Kind::damaged);
}

TEST_CASE("lines of formats before were flushed one after the other, so a hole before one is damage")
{
  const auto journal = read_raw(std::filesystem::path(FLOWSYNC_TESTS_DIR) / "state/formats/5-killed/journal.jsonl");
  const auto lines = lines_of(journal);
  for (const std::size_t index : {std::size_t{0}, lines.size() - 2, lines.size() - 1}) {
    std::string holed;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      holed += i == index ? with_hole(lines[i], 5, 9) : lines[i];
    }
    StateData data;
    const auto replay = replay_journal(holed, "journal.jsonl", data);
    CHECK(replay.torn == (index == lines.size() - 1));
    CHECK(replay.problem.has_value() == (index < lines.size() - 1));
  }
}
