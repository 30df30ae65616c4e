#include "torture/flaky.hpp"
#include "torture/kill_all.hpp"
#include "torture/model_run.hpp"

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
