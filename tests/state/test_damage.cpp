#include "state_fixture.hpp"

#include "base/digest.hpp"
#include "base/version.hpp"
#include "state/format_version.hpp"
#include "state/journal.hpp"
#include "state/state_file.hpp"

using namespace flowsync;
using namespace flowsync::state;

namespace {

// A folder whose state file holds one record and whose journal holds three more changes.
struct Written
{
  StateFolder folder;
  SharedClock clock;
  std::string state_file;
  std::string journal;

  Written()
  {
    const auto store = open_store(folder, clock);
    store->record(sample_record("orders/source", 1));
    CHECK(!store->compact());
    store->record(sample_record("orders/sink/a", 2));
    store->intent({address("orders/sink/b"), ResourceKind::sink, "2026-11-22T09:41:17.250Z"});
    store->record(sample_record("orders/sink/c", 3));
    state_file = read_raw(folder.folder().state_file());
    journal = read_raw(folder.folder().journal());
  }

  void put(std::string_view new_journal) const { write_raw(folder.folder().journal(), new_journal); }
};

void check_refused(const Written& written, Problem::Kind kind)
{
  const auto journal = read_raw(written.folder.folder().journal());
  const auto state_file = read_raw(written.folder.folder().state_file());
  const auto loaded = Store::load(written.folder.path());
  REQUIRE(!loaded.ok());
  CHECK(loaded.error().kind == kind);
  CHECK(loaded.error().exit() == ExitCode::refused);
  CHECK(!loaded.error().hint.empty());
  SharedClock clock;
  const auto opened = Store::open(written.folder.path(), Holder{}, clock, Duration{0}, {});
  REQUIRE(!opened.ok());
  CHECK(opened.error().text == loaded.error().text);
  CHECK(read_raw(written.folder.folder().journal()) == journal);
  CHECK(read_raw(written.folder.folder().state_file()) == state_file);
}

} // namespace

TEST_CASE("a kill between any two bytes of a journal write loses at most the change being written")
{
  const Written written;
  const auto last_line = written.journal.rfind('\n', written.journal.size() - 2) + 1;
  for (std::size_t cut = last_line; cut <= written.journal.size(); ++cut) {
    written.put(written.journal.substr(0, cut));
    const auto data = load(written.folder);
    const bool whole = cut == written.journal.size();
    CHECK(data.records.size() == (whole ? 3 : 2));
    CHECK(data.intents.size() == 1);
    CHECK(data.serial == (whole ? 4 : 3));
  }
}

TEST_CASE("what follows a torn line is written behind the last whole one")
{
  const Written written;
  SharedClock clock;
  for (const std::string& tail : {std::string(R"({"sum":"0123)"), std::string(64, '\0')}) {
    written.put(written.journal + tail);
    open_store(written.folder, clock)->fact("after");
    const auto data = load(written.folder);
    CHECK(data.records.size() == 3);
    CHECK(data.facts.contains("after"));
    CHECK(data.serial == 5);
  }
}

TEST_CASE("any changed byte in a whole line of the journal is refused and left alone")
{
  const Written written;
  for (std::size_t at = 0; at < written.journal.size(); at += 37) {
    auto journal = written.journal;
    journal[at] = journal[at] == 'x' ? 'y' : 'x';
    if (written.journal[at] == '\n') {
      continue;
    }
    written.put(journal);
    check_refused(written, Problem::Kind::damaged);
  }
}

TEST_CASE("a line missing from the middle of the journal is refused")
{
  const Written written;
  const auto first = written.journal.find('\n') + 1;
  const auto second = written.journal.find('\n', first) + 1;
  written.put(written.journal.substr(0, first) + written.journal.substr(second));
  check_refused(written, Problem::Kind::damaged);
  written.put(written.journal.substr(first));
  check_refused(written, Problem::Kind::damaged);
}

TEST_CASE("a journal of another state is refused")
{
  const Written written;
  const Written other;
  written.put(other.journal);
  check_refused(written, Problem::Kind::damaged);
}

TEST_CASE("a state file older than its journal is refused, also when it is missing")
{
  const Written written;
  {
    SharedClock clock;
    const auto store = open_store(written.folder, clock);
    CHECK(!store->compact());
    store->fact("later");
  }
  write_raw(written.folder.folder().state_file(), written.state_file);
  check_refused(written, Problem::Kind::damaged);
  std::filesystem::remove(written.folder.folder().state_file());
  CHECK(!Store::load(written.folder.path()).ok());
}

TEST_CASE("a crash between replacing the state file and emptying the journal applies nothing twice")
{
  const Written written;
  SharedClock clock;
  StateData before;
  {
    const auto store = open_store(written.folder, clock);
    store->forget(address("orders/sink/c"));
    const auto journal = read_raw(written.folder.folder().journal());
    CHECK(!store->compact());
    before = store->data();
    written.put(journal);
  }
  CHECK(load(written.folder) == before);
  const auto store = open_store(written.folder, clock);
  CHECK(store->data() == before);
  CHECK(read_raw(written.folder.folder().journal()).empty());
  store->fact("next");
  before = store->data();
  CHECK(load(written.folder) == before);
}

TEST_CASE("a state file that was cut or edited is refused")
{
  const Written written;
  const auto file = written.folder.folder().state_file();
  for (std::size_t size = 0; size < written.state_file.size(); size += 41) {
    write_raw(file, written.state_file.substr(0, size));
    check_refused(written, Problem::Kind::damaged);
  }
  auto edited = written.state_file;
  edited.replace(edited.find("Orders"), 6, "Others");
  write_raw(file, edited);
  check_refused(written, Problem::Kind::damaged);
  write_raw(file, written.state_file + "\n");
  check_refused(written, Problem::Kind::damaged);
}

TEST_CASE("a state of a newer version is refused as such, however it looks")
{
  const Written written;
  const auto next = std::to_string(k_format_version + 1);
  write_raw(written.folder.folder().state_file(), "{\n  \"version\": " + next + ",\n  \"new\": true\n}\n");
  check_refused(written, Problem::Kind::newer);
  write_raw(written.folder.folder().state_file(), R"({"version":10,"x":[]})");
  check_refused(written, Problem::Kind::newer);
  const auto named = parse_state_file(R"({"version":10,"flowsync_version":"12.3.0","x":[]})", "state.json");
  REQUIRE(!named.ok());
  CHECK(named.error().text.find("was written by flowsync 12.3.0, and this is ") != std::string::npos);
  CHECK(named.error().hint.find("install flowsync 12.3.0 or later") != std::string::npos);
  CHECK(state_file_text(StateData{}).find("\"flowsync_version\":\"" + program_version() + "\"") != std::string::npos);
}

TEST_CASE("numbers that are not whole ones of 64 bits are damage")
{
  const auto file_with = [](const std::string& serial) {
    const auto text = R"({"version":2,"lineage":"ab","serial":)" + serial +
                      R"(,"commit":"","commit_time":"","applied_at":"","facts":[],)" +
                      "\n\"records\":{\n},\n\"intents\":{\n},\n\"restorations\":{\n},\n";
    return text + "\"checksum\":\"sha256:" + sha256_hex(text) + "\"}\n";
  };
  REQUIRE(parse_state_file(file_with("7"), "state.json").ok());
  for (const auto* const serial : {"1e300", "1.5", "-1", "18446744073709551615", "\"7\"", "null"}) {
    CHECK_MESSAGE(!parse_state_file(file_with(serial), "state.json").ok(), serial);
    StateData data;
    const auto rest =
        R"(","version":2,"lineage":"ab","serial":)" + std::string(serial) + R"(,"do":"learn","fact":"x"})";
    const auto line = R"({"sum":")" + sha256_hex(rest).substr(0, 16) + rest + "\n";
    CHECK_MESSAGE(replay_journal(line, "journal.jsonl", data).problem, serial);
  }
}

TEST_CASE("a folder in the place of a file is a problem, not a crash")
{
  const StateFolder folder;
  std::filesystem::create_directory(folder.folder().state_file());
  const auto loaded = Store::load(folder.path());
  REQUIRE(!loaded.ok());
  CHECK(loaded.error().kind == Problem::Kind::unreadable);
  CHECK(loaded.error().exit() == ExitCode::error);
}
