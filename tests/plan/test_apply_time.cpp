#include "plan/apply_time.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::plan;

namespace {

ResourceChange change_of(Action action)
{
  ResourceChange change;
  change.action = action;
  return change;
}

} // namespace

TEST_CASE("an apply under a limit takes as long as its requests")
{
  Plan plan;
  plan.requests = {8, 9, 2};
  plan.changes = {change_of(Action::create), change_of(Action::read)};
  CHECK(apply_time(plan) == Duration{5000}); // nine, and one look for the detected set
  CHECK(apply_time(plan, plan.requests.used) == Duration{9000});
  plan.changes.back().waiting = true; // nobody looks for it
  CHECK(apply_time(plan) == Duration{4500});
}

TEST_CASE("without a limit, or without work, no time is told")
{
  Plan plan;
  plan.requests = {8, 9, 0};
  plan.changes = {change_of(Action::create)};
  CHECK(!apply_time(plan));
  plan.requests.per_second = 1;
  CHECK(apply_time(plan));
  plan.changes.clear();
  CHECK(!apply_time(plan));
}
