#include "view/plan_markdown.hpp"
#include "view/plan_text.hpp"
#include "view/review_fixture.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

using namespace flowsync;
using namespace flowsync::view;
using flowsync::testing::by_variable;
using flowsync::testing::change_of;
using flowsync::testing::changed;
using flowsync::testing::holds;
using flowsync::testing::k_many;
using flowsync::testing::lines_of_text;
using flowsync::testing::one_variable;
using nlohmann::json;

TEST_CASE("one variable of a thousand flows is told once, with its place, what becomes of it, and three examples")
{
  auto plan = one_variable(k_many);
  const auto text = plan_text(plan, {});
  const auto lines = lines_of_text(text);
  CHECK_MESSAGE(lines.size() <= 32, text);
  CHECK(lines.front() == "Plan: 0 to add, 2000 to change, 0 to destroy.");
  CHECK(lines.back() == lines.front());
  CHECK(holds(text, "var.bucket at environments/prod/environment.yaml:8 changes 2,000 fields in"));
  CHECK(holds(text, "prod -> prod2, as in"));
  CHECK(holds(text, R"("acme-prod2/orders-0000")"));
  CHECK(holds(text, "and in 1,997 more"));
  CHECK(holds(text, "1,000 sources read all their data again: orders-0/source, orders-1/source, orders-2/source"));
  const auto markdown = plan_markdown(plan, {});
  CHECK_MESSAGE(markdown.size() < 4'000, markdown);
  CHECK(
      holds(markdown, "var\\.bucket at environments/prod/environment\\.yaml\\:8 changes 2,000 fields in 1,000 flows"));

  PlanTextOptions full;
  full.full = true;
  CHECK(holds(plan_text(plan, full), "orders-999/sink/archive will be updated"));
}

TEST_CASE("a change that only looks like the others of its variable is told by itself")
{
  auto plan = one_variable(k_many);
  plan.changes[1200].fields[0].after = "acme-prod2/orders-0601"; // another folder as well
  plan.changes[1300].fields[0].after = "acme-prod2/orders-0650 OR 1=1";
  for (const auto& text : {plan_text(plan, {}), plan_markdown(plan, {})}) {
    CHECK(holds(text, "orders-0601"));
    CHECK(holds(text, "OR 1=1"));
    CHECK(holds(text, "1,998 fields"));
  }
}

TEST_CASE("a word that changes in one of its two places is not a common change")
{
  plan::Plan plan;
  for (int i = 0; i < 5; ++i) {
    auto& change =
        plan.changes.emplace_back(change_of(fmt::format("f-{}/source", i), plan::Action::update, ResourceKind::source));
    change.fields = {by_variable("/source_config/path", fmt::format("prod/{}/prod", i), fmt::format("new/{}/prod", i))};
  }
  for (int i = 0; i < 5; ++i) {
    const auto before = fmt::format("\"prod/{}/prod\"", i);
    const auto after = fmt::format("\"new/{}/prod\"", i);
    CHECK(holds(plan_text(plan, {}), before + " -> " + after));
  }
}

TEST_CASE("equal changes of two fields are shown, of three told once, whatever is equal in them")
{
  plan::Plan plan;
  const auto script = [](const std::string& line) { return json{{"script", "a\n" + line + "\nb\n"}}; };
  for (int i = 0; i < 3; ++i) {
    auto& change = plan.changes.emplace_back(
        change_of(fmt::format("f-{}/nexset/clean", i), plan::Action::update, ResourceKind::nexset));
    change.fields = {changed("/transform", script("old"), script("new"))};
  }
  const auto three = plan_text(plan, {});
  CHECK(holds(three, "/transform changes alike in 3 fields in 3 flows:"));
  CHECK(three.find("new") != std::string::npos);
  CHECK(three.find("new") == three.rfind("new"));
  CHECK(!holds(three, "will be updated"));
  plan.changes.pop_back();
  CHECK(!holds(plan_text(plan, {}), "alike"));
  CHECK(holds(plan_text(plan, {}), "f-1/nexset/clean will be updated"));
}
