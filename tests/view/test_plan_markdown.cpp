#include "golden/golden.hpp"
#include "view/markdown_text.hpp"
#include "view/plan_markdown.hpp"
#include "view/sample_plan.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <random>

using namespace flowsync;
using namespace flowsync::view;
using flowsync::testing::golden;
using flowsync::testing::sample_plan;

TEST_CASE("a plan as Markdown keeps its form, summary first")
{
  const auto text = plan_markdown(sample_plan(), {});
  CHECK(text == golden("plan.md", text));
  CHECK(text.find("Plan: 2 to add") < 100);
}

TEST_CASE("a fence is longer than every run of backticks inside")
{
  CHECK(markdown_fence("a ```` b\n", "diff") == "`````diff\na ```` b\n`````\n");
  CHECK(markdown_fence("plain\n", "") == "```\nplain\n```\n");
}

TEST_CASE("names cannot make links, tags, mentions or table cells")
{
  CHECK(markdown_escape("[x](http://e) <b> @team #1 a|b") ==
        "\\[x\\]\\(http\\://e\\) &lt;b&gt; @\xE2\x80\x8Bteam \\#1 a\\|b");
  CHECK(markdown_code("a`b|c") == "``a`b\\|c``");
  CHECK(markdown_code("`") == "`` ` ``");
  CHECK(markdown_escape("line\nbreak") == "line break");
}

TEST_CASE("a plan too large for a comment is cut at whole resources and says so")
{
  plan::Plan plan = sample_plan();
  const auto one = plan.changes.back();
  plan.changes.clear();
  for (int i = 0; i < 3000; ++i) {
    auto change = one;
    change.address = testing::address(fmt::format("flow-{:05}/source", i));
    change.action = plan::Action::update;
    change.fields = {testing::changed("/name", fmt::format("a {}", i), fmt::format("b {}", i))};
    plan.changes.push_back(change);
  }
  const auto text = plan_markdown(plan, {});
  CHECK(text.size() < k_markdown_limit);
  CHECK(text.size() > k_markdown_limit / 2);
  CHECK(text.find("Cut to fit") != std::string::npos);
  std::size_t open = 0;
  std::size_t closed = 0;
  for (std::size_t at = 0; (at = text.find("<details>", at)) != std::string::npos; ++at) {
    ++open;
  }
  for (std::size_t at = 0; (at = text.find("</details>", at)) != std::string::npos; ++at) {
    ++closed;
  }
  CHECK(open == closed);
  CHECK(plan_markdown(sample_plan(), {}, 2000).size() < 2000);
}

TEST_CASE("random bytes as names never break out of their place")
{
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    std::string name;
    const auto length = random() % 40;
    for (std::size_t i = 0; i < length; ++i) {
      constexpr std::string_view k_nasty = "`<>@|#[]()!*_~\n\r\t\\&\x1b\"'";
      name += random() % 2 == 0 ? k_nasty[random() % k_nasty.size()] : static_cast<char>(random() % 256);
    }
    const auto escaped = markdown_escape(name);
    CHECK(escaped.find('\n') == std::string::npos);
    CHECK(escaped.find('<') == std::string::npos);
    const auto at = escaped.find('@');
    CHECK((at == std::string::npos || escaped.compare(at + 1, 3, "\xE2\x80\x8B") == 0));
    CHECK(markdown_code(name).find('\n') == std::string::npos);
  }
}
