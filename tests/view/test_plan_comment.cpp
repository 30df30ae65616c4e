#include "golden/golden.hpp"
#include "view/plan_comment.hpp"
#include "view/plan_markdown.hpp"
#include "view/sample_plan.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::view;
using flowsync::testing::golden;
using flowsync::testing::sample_plan;

TEST_CASE("a comment keeps its form, and its first line can be read back")
{
  CommentMarker marker{"acme-data-k3x9", 40, 2, "0123456789abcdef0123456789abcdef01234567"};
  const auto text = plan_comment({sample_plan()}, marker, "https://ci.example.org/runs/40", {});
  CHECK(text == golden("comment.md", text));
  CHECK(text.starts_with(marker_beginning("acme-data-k3x9")));
  CHECK(read_marker(text) == marker);
  marker = {"acme-data-k3x9", 0, 0, ""};
  CHECK(read_marker(plan_comment({sample_plan()}, marker, "", {})) == marker);
}

TEST_CASE("comments of others have no marker of ours, whatever they quote")
{
  CHECK_FALSE(read_marker("").has_value());
  CHECK_FALSE(read_marker("hello").has_value());
  CHECK_FALSE(read_marker("> <!-- flowsync:plan v1 project=a -->").has_value());
  CHECK_FALSE(read_marker("<!-- flowsync:plan v1 project=a").has_value());
  const auto odd = read_marker("<!-- flowsync:plan v1 project=a run=x.y new=1 -->\nb");
  REQUIRE(odd.has_value());
  CHECK(odd->run == 0);
}

TEST_CASE("an address that would be no plain link is left out of a comment")
{
  const auto text = plan_comment({sample_plan()}, {"a", 1, 1, ""}, "https://x/) @team [a](b", {});
  CHECK(text.find("[log]") == std::string::npos);
  CHECK(plan_comment({sample_plan()}, {"a", 1, 1, ""}, "javascript:alert(1)", {}).find("[log]") == std::string::npos);
}

TEST_CASE("a comment about a large plan stays below what a forge takes")
{
  auto plan = sample_plan();
  for (int i = 0; i < 2000; ++i) {
    plan::ResourceChange change;
    change.address = testing::address("flow-" + std::to_string(i) + "/sink/x");
    change.type = ResourceKind::sink;
    change.name = "X";
    change.id = i + 1;
    change.action = i < 5 ? plan::Action::remove : plan::Action::update;
    change.fields = {testing::changed("/sink_config/path", std::string(100, 'a'), std::string(100, 'b'))};
    plan.changes.push_back(std::move(change));
  }
  const auto text = plan_comment({plan}, {"acme-data-k3x9", 40, 2, ""}, "", {});
  CHECK(text.size() < k_markdown_limit);
  for (int i = 0; i < 5; ++i) {
    CHECK(text.find("`flow-" + std::to_string(i) + "/sink/x`") != std::string::npos);
  }
  CHECK(text.find("<sub>planned ") != std::string::npos);
}
