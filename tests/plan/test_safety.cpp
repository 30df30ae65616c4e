#include "plan/safety.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

using namespace flowsync;
using namespace flowsync::plan;

namespace {

plan::Plan plan_of(std::size_t owned, std::size_t creates, std::size_t updates)
{
  plan::Plan plan;
  for (std::size_t i = 0; i < owned; ++i) {
    plan.bindings.ids.emplace(*Address::parse(fmt::format("f{}/source", i)), static_cast<ResourceId>(i + 1));
  }
  plan.summary.create = creates;
  plan.summary.update = updates;
  return plan;
}

plan::Plan with(plan::Action action)
{
  auto plan = plan_of(20, 0, 0);
  plan::ResourceChange change;
  change.address = *Address::parse("f1/source");
  change.action = action;
  plan.changes.push_back(change);
  plan.wanted_count = 20;
  plan.summary.remove = action == plan::Action::remove ? 1 : 0;
  plan.summary.replace = action == plan::Action::replace ? 1 : 0;
  return plan;
}

Environment::Safety careful()
{
  Environment::Safety safety;
  safety.prevent_delete = true;
  safety.max_deletes = Limit{0, false};
  safety.max_changes = Limit{30, true};
  return safety;
}

} // namespace

TEST_CASE("the first apply to prod with the sample safety block is allowed: creates never count")
{
  CHECK(check_safety(plan_of(0, 500, 0), careful()).empty());
  CHECK(check_safety(plan_of(20, 500, 6), careful()).empty());
}

TEST_CASE("more changes than the limit are refused with exit 6")
{
  const auto refused = check_safety(plan_of(20, 0, 7), careful());
  CHECK(refused.exit_code() == ExitCode::refused);
  CHECK(refused.items().front().message ==
        "the plan changes 7 resources, and `safety.max_changes` is 30% of 20 resources");
  auto safety = careful();
  safety.max_changes = Limit{2, false};
  CHECK(check_safety(plan_of(5, 0, 3), safety).has_errors());
  CHECK_FALSE(check_safety(plan_of(5, 0, 2), safety).has_errors());
}

TEST_CASE("percentages do not count below ten owned resources")
{
  CHECK(check_safety(plan_of(9, 0, 9), careful()).empty());
  CHECK(check_safety(plan_of(10, 0, 4), careful()).has_errors());
}

TEST_CASE("no safety block means no limit")
{
  CHECK(check_safety(plan_of(100, 0, 100), {}).empty());
}

TEST_CASE("deletes and replacements are allowed without limits, and prevented by prevent_delete")
{
  for (const auto action : {plan::Action::replace, plan::Action::remove}) {
    CHECK(check_safety(with(action), {}).empty());
    const auto refused = check_safety(with(action), careful());
    CHECK(refused.items().front().code == "delete-prevented");
    CHECK(refused.exit_code() == ExitCode::refused);
    CHECK(check_safety(with(action), careful(), {1, false}).has_errors());
  }
}

TEST_CASE("the plan's own number of deletes is the one way past max_deletes")
{
  Environment::Safety none;
  none.max_deletes = Limit{0, false};
  const auto plan = with(plan::Action::remove);
  const auto refused = check_safety(plan, none);
  REQUIRE(refused.has_errors());
  CHECK(refused.items().front().code == "too-many-deletes");
  CHECK(refused.items().front().hint.find("--confirm-deletes 1") != std::string::npos);
  CHECK(check_safety(plan, none, {1, false}).empty());
  CHECK(check_safety(plan, none, {2, false}).items().front().code == "deletes-differ");
  CHECK(check_safety(plan_of(20, 0, 0), {}, {1, false}).items().front().code == "deletes-differ");
}

TEST_CASE("specs that name nothing prune nothing, except when destruction is meant")
{
  auto plan = with(plan::Action::remove);
  plan.wanted_count = 0;
  CHECK(check_safety(plan, {}).items().front().code == "empty-specs");
  CHECK(check_safety(plan, {}, {std::nullopt, true}).empty());
}
