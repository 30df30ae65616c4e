#include "state_fixture.hpp"

#include "base/fatal.hpp"

#include <csignal>

#include <sys/resource.h>

using namespace flowsync;
using namespace flowsync::state;

namespace {

// While it lives, no file of this process can grow beyond `bytes`: writes fail as on a full disk.
class FullDisk
{
public:
  explicit FullDisk(rlim_t bytes) : m_old_handler(std::signal(SIGXFSZ, SIG_IGN))
  {
    REQUIRE(::getrlimit(RLIMIT_FSIZE, &m_old) == 0);
    const struct rlimit small
    {
      bytes, m_old.rlim_max
    };
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  }
  ~FullDisk()
  {
    ::setrlimit(RLIMIT_FSIZE, &m_old);
    std::signal(SIGXFSZ, m_old_handler);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

private:
  struct rlimit m_old
  {
  };
  void (*m_old_handler)(int);
};

// The failure of `action`, which must fail.
template <typename Action>
Fatal failure_of(const Action& action)
{
  try {
    action();
  } catch (const Fatal& fatal) {
    return fatal;
  }
  FAIL("it did not fail");
  return Fatal("");
}

} // namespace

TEST_CASE("on a full disk a record fails with what was done, and nothing recorded before is lost")
{
  const StateFolder folder;
  SharedClock clock;
  const auto store = open_store(folder, clock);
  store->record(sample_record("orders/source", 6862));
  const auto journal = read_raw(folder.folder().journal());
  for (const rlim_t room : {rlim_t{0}, rlim_t{1}, rlim_t{100}}) { // the write fails whole, or after some bytes
    const FullDisk full(journal.size() + room);
    const auto fatal = failure_of([&] { store->record(sample_record("orders/sink/warehouse", 6513)); });
    CHECK(fatal.exit() == ExitCode::partial);
    const std::string text = fatal.what();
    CHECK(text.find("orders/sink/warehouse (data_sink 6513)") != std::string::npos);
    CHECK(text.find("journal.jsonl") != std::string::npos);
    CHECK(fatal.hint().find("free some disk space") != std::string::npos);
    CHECK(read_raw(folder.folder().journal()) == journal);
    CHECK(load(folder).records.size() == 1);
  }
  // Space is back: what could not be recorded goes along.
  store->record(sample_record("orders/sink/lake", 7));
  CHECK(load(folder).records.size() == 3);
  CHECK(load(folder) == store->data());
}

TEST_CASE("an intent that cannot be recorded is taken back, so nothing waits for a create that was never sent")
{
  const StateFolder folder;
  SharedClock clock;
  const auto store = open_store(folder, clock);
  const Intent earlier{address("orders/sink/b"), ResourceKind::sink, "2026-11-22T09:00:00.000Z"};
  store->intent(earlier);
  {
    const FullDisk full(read_raw(folder.folder().journal()).size());
    const auto fatal = failure_of([&] {
      store->intent({address("orders/sink/a"), ResourceKind::sink, "2026-11-22T10:00:00.000Z"});
    });
    CHECK(fatal.exit() == ExitCode::error); // this run changed nothing
    CHECK(std::string(fatal.what()).find("orders/sink/a was not created") != std::string::npos);
    failure_of([&] { store->intent({address("orders/sink/b"), ResourceKind::sink, "2026-11-22T10:00:00.000Z"}); });
  }
  store->record(sample_record("orders/source", 1));
  const auto data = load(folder);
  CHECK(data.intents.size() == 1);
  CHECK(data.intents.at(earlier.address) == earlier);
  CHECK(data == store->data());
}

TEST_CASE("a compaction that finds no room loses nothing and says so")
{
  const StateFolder folder;
  SharedClock clock;
  const auto store = open_store(folder, clock);
  store->record(sample_record("orders/source", 1));
  const auto before = store->data();
  {
    const FullDisk full(100);
    const auto warning = store->compact();
    REQUIRE(warning);
    CHECK(warning->find("state.json") != std::string::npos);
    CHECK(warning->find("nothing is lost") != std::string::npos);
  }
  CHECK(load(folder) == before);
  CHECK(!store->compact());
  CHECK(load(folder) == before);
}

TEST_CASE("a compaction throws when something is recorded nowhere, and makes up for it when there is room")
{
  const StateFolder folder;
  SharedClock clock;
  const auto store = open_store(folder, clock);
  {
    const FullDisk full(0);
    failure_of([&] { store->record(sample_record("orders/source", 1)); });
    const auto fatal = failure_of([&] { static_cast<void>(store->compact()); });
    CHECK(fatal.exit() == ExitCode::partial);
    CHECK(std::string(fatal.what()).find("1 change that") != std::string::npos);
  }
  CHECK(!store->compact());
  CHECK(load(folder).records.size() == 1);
}
