#include "torture/flaky.hpp"
#include "torture/kill_all.hpp"
#include "torture/machines.hpp"
#include "torture/model_run.hpp"
#include "torture/race.hpp"

#include <doctest/doctest.h>

// Short forms of what scripts/torture does at length.

using namespace flowsync::torture;

TEST_CASE("an apply killed at some of its writes is finished by the next one")
{
  KillTour wanted;
  wanted.every = 23;
  wanted.truncations = false;
  wanted.keep_going = true;
  const auto count = tour(wanted);
  for (const auto& problem : count.failed) {
    FAIL_CHECK(problem);
  }
  CHECK(count.points + count.missed >= 40);
  MESSAGE(count.points << " kill points");
}

TEST_CASE("several machines that apply at once make everything once, whatever befalls one of them")
{
  MachineTour wanted;
  for (const auto* const point :
       {"creates:before:git:2:here:2", "creates:late:git:2:here:7", "creates:late:git:5:here:5",
        "creates:after:http:2:here:3", "creates:late:s3:2:here:4", "creates:git-before:git:2:here:3",
        "creates:git-after:git:2:here:8", "creates:git-deaf:git:2:here:4", "creates:git-cut:git:2:apart:10",
        "creates:asleep:git:2:apart:3"}) {
    wanted.points.push_back(parse_machine_point(point));
  }
  wanted.keep_going = true;
  const auto count = tour(wanted);
  for (const auto& problem : count.failed) {
    FAIL_CHECK(problem);
  }
  CHECK(count.points >= 8); // who is first to end is left to chance
  CHECK(count.points + count.missed == wanted.points.size());
  MESSAGE(count.points << " points");
}

TEST_CASE("of several machines that apply one waits for what a dead one sent, and makes it twice if it does not")
{
  const auto failures = [](std::initializer_list<const char*> points) {
    MachineTour wanted;
    for (const auto* const point : points) {
      wanted.points.push_back(parse_machine_point(point));
    }
    wanted.keep_going = true;
    const auto count = tour(wanted);
    CHECK(count.points == points.size());
    return count.failed;
  };
  for (const auto& problem : failures({"creates:late:git:2:here:1", "creates:late:s3:2:here:1"})) {
    FAIL_CHECK(problem);
  }
  const auto impatient = failures({"creates:late:git:2:here:1:1ms", "creates:late:s3:2:here:1:1ms"});
  CHECK(!impatient.empty()); // on a busy computer one may be quiet by chance
  for (const auto& problem : impatient) {
    CHECK(problem.find("2 resources carry the mark of metrics/source") != std::string::npos);
  }
}

TEST_CASE("of many machines that reach for one lock at the same moment exactly one gets it")
{
  CHECK(race(40, 2) == 0);
}

TEST_CASE("applies to a service that fails three times in ten end as calm ones")
{
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const auto verdict = flaky(seed);
    CHECK_MESSAGE(verdict.problem.empty(), verdict.problem << "\nreplay: scripts/torture flaky " << seed);
  }
}

TEST_CASE("random specs, edits, faults and commands leave what a model says")
{
  constexpr std::uint64_t k_runs = 5;
  for (std::uint64_t seed = 1; seed <= k_runs; ++seed) {
    const auto verdict = model(seed, k_steps_of_a_run);
    CHECK_MESSAGE(verdict.problem.empty(),
                  verdict.history << verdict.problem << "\nreplay: scripts/torture model " << seed);
  }
}
