#include "base/timestamp.hpp"
#include "state/open_state.hpp"
#include "state/reading.hpp"
#include "state_fixture.hpp"
#include "support/git_repository.hpp"

#include <sys/wait.h>
#include <unistd.h>

using namespace flowsync;
using namespace flowsync::state;

namespace {

// A bare repository and machines with a clone each.
struct Team
{
  StateFolder folder;
  SharingTimes times;

  Team()
  {
    testing::run_git(folder.path(), "init --bare origin.git");
    times.retry = Duration{5};
  }
  Place place(const std::string& machine)
  {
    const auto root = folder.path() / machine;
    if (!std::filesystem::exists(root)) {
      testing::run_git(folder.path(), "clone origin.git " + machine);
    }
    StateSettings settings;
    settings.backend = "git";
    return {root, "acme", "prod", {}, settings, {}};
  }
  Result<std::unique_ptr<OpenState>, Problem> open(const std::string& machine, Clock& clock,
                                                   Duration timeout = Duration{0})
  {
    return OpenState::open(place(machine), this_process("apply", machine, "", clock.now()), clock, {timeout, {}, times},
                           {});
  }
};

std::unique_ptr<OpenState> opened(Result<std::unique_ptr<OpenState>, Problem> result)
{
  REQUIRE_MESSAGE(result.ok(), (result.ok() ? "" : result.error().text));
  return std::move(result).value();
}

} // namespace

TEST_CASE("what one machine records another one reads, and a third goes on from there")
{
  Team team;
  SharedClock clock;
  {
    const auto session = opened(team.open("a", clock));
    CHECK_FALSE(session->unfinished().has_value());
    REQUIRE_FALSE(session->begin().has_value());
    session->store().record(sample_record("orders/source", 6862));
    session->put("history/000000000001.json", "{}");
    const auto problem = session->finish("apply of prod");
    CHECK_MESSAGE(!problem.has_value(), (problem ? problem->text : ""));
  }
  const auto seen = read_state(team.place("b"));
  REQUIRE_MESSAGE(seen.ok(), seen.error().text);
  CHECK(seen->data.records.size() == 1);
  CHECK(seen->data.project == "acme");
  {
    const auto session = opened(team.open("c", clock));
    CHECK(session->store().find(address("orders/source")).has_value());
    CHECK_FALSE(session->unfinished().has_value());
    REQUIRE_FALSE(session->begin().has_value());
    session->store().forget(address("orders/source"));
    REQUIRE_FALSE(session->finish("apply of prod").has_value());
  }
  const auto again = opened(team.open("a", clock));
  CHECK(again->store().data().records.empty());
}

TEST_CASE("two machines never hold the lock at once")
{
  Team team;
  SharedClock clock;
  auto first = opened(team.open("a", clock));
  auto second = team.open("b", clock);
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().kind == Problem::Kind::locked);
  CHECK(second.error().text.find("is locked by a on ") != std::string::npos);
  first.reset();
  CHECK(team.open("b", clock).ok());
}

TEST_CASE("a run that died is known to the next one, on another machine or with its journal at hand")
{
  Team team;
  SharedClock clock;
  for (const std::string next : {"b", "a"}) {
    const auto child = ::fork();
    if (child == 0) {
      auto session = team.open("a", clock);
      if (session.ok() && !(*session)->begin()) {
        (*session)->store().record(sample_record("orders/source", 1));
        ::_exit(0); // nothing given back, nothing saved
      }
      ::_exit(1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    REQUIRE(status == 0);
    const auto session = opened(team.open(next, clock));
    CHECK(session->unfinished().has_value() == (next == "b"));
    CHECK(session->store().data().records.size() == (next == "a" ? 1U : 0U));
    REQUIRE_FALSE(session->begin().has_value());
    REQUIRE_FALSE(session->finish("apply").has_value());
  }
}

TEST_CASE("the lock of another machine is taken over only after it was watched, whatever its clock says")
{
  Team team;
  SharedClock clock;
  auto elsewhere = this_process("apply", "ghost", "", clock.now() - std::chrono::hours{1});
  elsewhere.machine = "another machine";
  auto storage = std::move(open_storage(team.place("ghost"))).value();
  auto token = storage->lock(elsewhere, "");
  REQUIRE(token.ok());
  team.times.retry = std::chrono::seconds{30};
  SUBCASE("it looks abandoned: watched, then taken over")
  {
    CHECK(team.open("a", clock).ok());
    CHECK(clock.passed() >= team.times.watch);
    CHECK(clock.passed() < team.times.abandoned);
  }
  SUBCASE("it says that it is alive: somebody must wait for it")
  {
    elsewhere.renewed_at = "2099-01-01T00:00:00.000Z"; // a clock ahead of ours
    REQUIRE(storage->lock(elsewhere, *token).ok());
    const auto refused = team.open("a", clock);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().kind == Problem::Kind::locked);
    CHECK(team.open("a", clock, std::chrono::minutes{5}).ok());
    CHECK(clock.passed() >= team.times.abandoned);
  }
}

TEST_CASE("a holder whose clock is an hour behind is alive as long as it renews its lock")
{
  Team team;
  // While somebody waits, the holder goes on renewing.
  class Renewing final : public Clock
  {
  public:
    explicit Renewing(Storage& storage) : m_storage(storage)
    {
      m_holder = this_process("apply", "ghost", "", m_clock.now() - std::chrono::hours{1});
      m_holder.machine = "another machine";
      m_token = m_storage.lock(m_holder, "").value();
    }
    WallTime now() override { return m_clock.now(); }
    std::chrono::steady_clock::time_point steady() override { return m_clock.steady(); }
    bool sleep(Duration duration, std::stop_token stop) override
    {
      const bool slept = m_clock.sleep(duration, stop);
      if (m_clock.passed() - m_renewed >= std::chrono::seconds{30} && m_clock.passed() < std::chrono::minutes{4}) {
        m_renewed = m_clock.passed();
        m_holder.renewed_at = format_timestamp(m_clock.now() - std::chrono::hours{1});
        m_token = m_storage.lock(m_holder, m_token).value();
      }
      return slept;
    }
    Duration passed() const { return m_clock.passed(); }

  private:
    SharedClock m_clock;
    Storage& m_storage;
    Holder m_holder;
    std::string m_token;
    Duration m_renewed{0};
  };
  auto storage = std::move(open_storage(team.place("ghost"))).value();
  Renewing clock(*storage);
  team.times.retry = std::chrono::seconds{15};
  const auto waiting = [&](Duration timeout) {
    return OpenState::open(team.place("a"), this_process("apply", "a", "", clock.now()), clock,
                           {timeout, {}, team.times}, {});
  };
  const auto refused = waiting(Duration{0});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().kind == Problem::Kind::locked);
  CHECK(clock.passed() < std::chrono::minutes{2});
  // Once it renews no more, three minutes of silence are enough.
  CHECK(waiting(std::chrono::minutes{30}).ok());
  CHECK(clock.passed() >= std::chrono::minutes{5});
}

TEST_CASE("a run whose machine slept finds out before it begins anything that its lock was taken over")
{
  Team team;
  SharedClock clock;
  const auto session = opened(team.open("a", clock));
  REQUIRE_FALSE(session->begin().has_value());
  session->make_sure();
  CHECK_FALSE(session->lost().stop_requested());
  auto storage = std::move(open_storage(team.place("b"))).value();
  auto other = this_process("apply", "b", "", clock.now());
  other.machine = "another machine";
  REQUIRE(storage->lock(other, storage->holder().value()->token).ok());
  clock.sleep(std::chrono::minutes{4}, {});
  session->make_sure();
  CHECK(session->lost().stop_requested());
  CHECK(session->why_lost().find("another run has taken the lock") != std::string::npos);
}

TEST_CASE("the word of a run that died stays until somebody has waited for what it sent")
{
  Team team;
  SharedClock clock;
  auto storage = std::move(open_storage(team.place("ghost"))).value();
  auto ghost = this_process("apply", "ghost", "", clock.now());
  REQUIRE(storage->load({}).ok());
  REQUIRE(storage->save({{k_run_file, holder_text(ghost)}}, "", {"ghost", "begun", clock.now()}).ok());
  for (const bool waits : {false, true}) {
    for (const bool writes : {false, true}) { // in the service
      const auto session = opened(team.open("a", clock));
      REQUIRE(session->unfinished().has_value());
      CHECK(session->unfinished()->id == ghost.id);
      session->store().fact(waits ? "waited" : "did not wait");
      REQUIRE_FALSE((writes ? session->begin() : std::nullopt).has_value());
      if (waits && writes) {
        session->settled();
      }
      REQUIRE_FALSE(session->finish("apply of prod").has_value());
    }
  }
  CHECK_FALSE(opened(team.open("b", clock))->unfinished().has_value());
}

TEST_CASE("a run that cannot renew its lock starts nothing more, and one that was taken over saves nothing")
{
  Team team;
  SystemClock clock;
  team.times.renew_every = Duration{50};
  team.times.give_up = Duration{200};
  auto session = opened(team.open("a", clock));
  REQUIRE_FALSE(session->begin().has_value());
  SUBCASE("the place is gone")
  {
    std::filesystem::rename(team.folder.path() / "origin.git", team.folder.path() / "gone.git");
  }
  SUBCASE("somebody broke the lock")
  {
    auto storage = std::move(open_storage(team.place("b"))).value();
    for (bool broken = false; !broken;) { // between two renewals
      const auto held = storage->holder();
      broken = held.ok() && *held && !storage->unlock((*held)->token);
    }
  }
  for (int tried = 0; tried < 200 && !session->lost().stop_requested(); ++tried) {
    clock.sleep(Duration{50}, {});
  }
  CHECK(session->lost().stop_requested());
  CHECK_FALSE(session->why_lost().empty());
}

TEST_CASE("a state of another environment is not taken for this one's")
{
  Team team;
  SharedClock clock;
  auto place = team.place("a");
  place.settings.options["ref"] = "refs/heads/state";
  {
    const auto session = opened(OpenState::open(place, this_process("apply", "a", "", clock.now()), clock, {}, {}));
    session->store().fact("x");
    REQUIRE_FALSE(session->finish("apply").has_value());
  }
  place.environment = "dev";
  const auto other = OpenState::open(place, this_process("apply", "a", "", clock.now()), clock, {}, {});
  REQUIRE_FALSE(other.ok());
  CHECK(other.error().kind == Problem::Kind::foreign);
  CHECK(read_state(place).error().kind == Problem::Kind::foreign);
}
