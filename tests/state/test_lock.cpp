#include "state_fixture.hpp"

using namespace flowsync;
using namespace flowsync::state;

TEST_CASE("a second writer is refused with the holder's process, host, user and start time")
{
  const StateFolder folder;
  SharedClock clock;
  const auto store = open_store(folder, clock);
  SharedClock waiting;
  const auto second = Store::open(folder.path(), Holder{}, waiting, Duration{5000}, {});
  REQUIRE(!second.ok());
  CHECK(second.error().kind == Problem::Kind::locked);
  CHECK(second.error().exit() == ExitCode::refused);
  CHECK(second.error().text.find("process " + std::to_string(::getpid())) != std::string::npos);
  CHECK(second.error().text.find("since 2019-12-20T00:00:00.000Z") != std::string::npos);
  CHECK(second.error().hint.find("--lock-timeout") != std::string::npos);
  CHECK(waiting.passed() == Duration{5000});
}

TEST_CASE("the lock goes with its store, and reading needs none")
{
  const StateFolder folder;
  SharedClock clock;
  {
    const auto store = open_store(folder, clock);
    store->fact("a");
    CHECK(load(folder).facts.contains("a"));
  }
  CHECK(read_raw(folder.folder().lock()).empty());
  CHECK(open_store(folder, clock)->data().facts.contains("a"));
}

TEST_CASE("waiting for the lock ends when the run is interrupted")
{
  const StateFolder folder;
  SharedClock clock;
  const auto store = open_store(folder, clock);
  std::stop_source stop;
  stop.request_stop();
  const auto second = Store::open(folder.path(), Holder{}, clock, Duration{60000}, stop.get_token());
  REQUIRE(!second.ok());
  CHECK(second.error().kind == Problem::Kind::interrupted);
  CHECK(second.error().exit() == ExitCode::interrupted);
}

TEST_CASE("a lock file that says nothing about its holder still locks")
{
  const StateFolder folder;
  SharedClock clock;
  const auto store = open_store(folder, clock);
  write_raw(folder.folder().lock(), "{\"pid\": \"\x1b[31m\"");
  const auto second = Store::open(folder.path(), Holder{}, clock, Duration{0}, {});
  REQUIRE(!second.ok());
  CHECK(second.error().text.find("locked by another process") != std::string::npos);
}
