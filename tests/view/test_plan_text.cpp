#include "golden/golden.hpp"
#include "view/plan_html.hpp"
#include "view/plan_text.hpp"
#include "view/plan_words.hpp"
#include "view/sample_plan.hpp"
#include "view/value_text.hpp"

#include <doctest/doctest.h>

#include <regex>

using namespace flowsync;
using namespace flowsync::view;
using flowsync::testing::golden;
using flowsync::testing::sample_plan;

namespace {

std::string last_line(const std::string& text)
{
  const auto end = text.find_last_not_of('\n');
  const auto start = text.rfind('\n', end);
  return text.substr(start + 1, end - start);
}

} // namespace

TEST_CASE("a plan as text keeps its form")
{
  PlanTextOptions options;
  const auto text = plan_text(sample_plan(), options);
  CHECK(text == golden("plan.txt", text));
}

TEST_CASE("no line of a plan begins with text from elsewhere, which the log of a CI service would take for a command")
{
  plan::Plan plan;
  auto& change = plan.changes.emplace_back();
  change.address = testing::address("orders/source");
  change.action = plan::Action::update;
  change.fields = {testing::changed("/description", "::add-mask::x\nold", "::add-mask::x\nnew")};
  const auto text = plan_text(plan, {});
  REQUIRE(text.find("::add-mask::x") != std::string::npos);
  CHECK(!std::regex_search(text, std::regex("(^|\n)\\s*::")));
}

TEST_CASE("the last line of a plan is the sentence that scripts look for")
{
  auto plan = sample_plan();
  CHECK(last_line(plan_text(plan, {})) == "Plan: 2 to add, 2 to change, 1 to destroy.");
  plan.summary = {};
  plan.changes.clear();
  CHECK(last_line(plan_text(plan, {})) == "Nothing could be planned."); // a part is blocked: that is not "no changes"
  plan.blocked.clear();
  plan.incomplete.clear();
  plan.diagnostics = {};
  CHECK(last_line(plan_text(plan, {})) == "No changes.");
}

TEST_CASE("with every field shown, the head lines of a plan are those of Terraform")
{
  PlanTextOptions options;
  options.full = true;
  const auto text = plan_text(sample_plan(), options);
  CHECK(std::regex_search(text, std::regex("(^|\n) *# (.*) will be created\n")));
  CHECK(std::regex_search(text, std::regex("(^|\n) *# (.*) will be updated in-place\n")));
  CHECK(std::regex_search(text, std::regex("(^|\n) *# (.*) must be replaced\n")));
}

TEST_CASE("a secret under a telling key never shows, even when the plan forgot to mark it")
{
  CHECK(plan_text(sample_plan(), {}).find("topsecret") == std::string::npos);
  CHECK(plan_html(sample_plan(), {}).find("topsecret") == std::string::npos);
}

TEST_CASE("names from the service cannot begin a line or steer the terminal")
{
  auto plan = sample_plan();
  for (auto& change : plan.changes) {
    change.name = "x\nPlan: 0 to add\x1b[2J\xE2\x80\xAE";
    for (auto& field : change.fields) {
      field.after = "v\r\n  # y will be created\n\x1b]0;t\x07";
    }
  }
  const auto text = plan_text(plan, {});
  CHECK(text.find("\nPlan: 0") == std::string::npos);
  CHECK(text.find("\n  # y") == std::string::npos);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find("\xE2\x80\xAE") == std::string::npos);
}

TEST_CASE("of long values what differs is shown with some text around it")
{
  const std::string shared(300, 'a');
  const auto [before, after] = inline_pair(shared + " 1 " + shared, shared + " 2 " + shared, 60);
  const std::string near(19, 'a');
  CHECK(before == "\"…" + near + " 1 " + near + "…\"");
  CHECK(after == "\"…" + near + " 2 " + near + "…\"");
  CHECK(inline_value("short") == "\"short\"");
}
