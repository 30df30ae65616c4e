#include "torture/matrix.hpp"

#include <doctest/doctest.h>

// The short form of `scripts/torture matrix`.

using namespace flowsync::torture;

namespace {

constexpr std::size_t k_threads = 2;

// Combinations that once broke something.
const std::vector<Position> k_remembered{{{"null_status", "on"}, {"strict_pause", "405"}},
                                         {{"null_status", "on"}, {"pause_init", "refused"}},
                                         {{"shifting_pages", "insert"}, {"page_cap", "3"}}};

void expect_all_pass(const std::vector<Position>& positions, Contents contents)
{
  const auto count = try_positions(positions, contents, k_threads, false);
  for (const auto& problem : count.failed) {
    FAIL_CHECK(problem);
  }
  CHECK(count.tried == positions.size());
  MESSAGE(count.passed << " of " << count.tried << " positions passed; " << count.answered
                       << " could not do everything at once, and said so");
}

} // namespace

TEST_CASE("export, adopt, plan, apply, prune and destroy hold on either side of every single switch")
{
  const auto positions = single_positions();
  CHECK(positions.size() > 100);
  expect_all_pass(positions, Contents::demo);
}

TEST_CASE("export, adopt, plan, apply, prune and destroy hold in random combinations of switches")
{
  auto positions = random_positions(24, 1);
  positions.insert(positions.end(), k_remembered.begin(), k_remembered.end());
  expect_all_pass(positions, Contents::samples);
}
