#include "base/text.hpp"
#include "golden/golden.hpp"
#include "support/schema_errors.hpp"
#include "view/json_text.hpp"
#include "view/plan_html.hpp"
#include "view/plan_json.hpp"
#include "view/plan_markdown.hpp"
#include "view/plans.hpp"
#include "view/sample_plan.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::view;
using flowsync::testing::address;
using flowsync::testing::changed;
using flowsync::testing::golden;
using flowsync::testing::sample_plan;

namespace {

plan::Plan in_environment(plan::Plan plan, const std::string& name)
{
  plan.environment = name;
  return plan;
}

plan::Plan unchanged(const std::string& name)
{
  plan::Plan plan;
  plan.environment = name;
  plan.project = "acme-data-k3x9";
  plan.digest = "sha256:" + std::string(64, 'a');
  plan.actions_digest = "sha256:" + std::string(64, 'c');
  return plan;
}

plan::Plan failed(const std::string& name)
{
  plan::Plan plan;
  plan.environment = name;
  plan.made = false;
  plan.diagnostics.error("failed", "GET https://x: 503 <b>@team</b>", {}, "try later").exit = ExitCode::unreachable;
  return plan;
}

// `flows` flows with changes, of which some lose a sink.
plan::Plan large(const std::string& name, int flows, int deletes)
{
  auto plan = unchanged(name);
  for (int i = 0; i < flows; ++i) {
    plan::ResourceChange change;
    change.address = address("flow-" + std::to_string(i) + "/sink/warehouse");
    change.type = ResourceKind::sink;
    change.name = "Warehouse";
    change.id = i + 1;
    change.action = i < deletes ? plan::Action::remove : plan::Action::update;
    if (i >= deletes) {
      change.fields = {changed("/sink_config/table", std::string(200, 'a'), std::string(200, 'b'))};
    }
    plan.changes.push_back(std::move(change));
  }
  return plan;
}

} // namespace

TEST_CASE("several environments are a table, then each of them folded")
{
  const auto text = plans_markdown({unchanged("dev"), failed("qa"), in_environment(sample_plan(), "prod")}, {});
  CHECK(text == golden("plans.md", text));
  CHECK(text.find("| ⚪ | **dev** | No changes\\.") == std::string::npos); // our own words are not escaped
  CHECK(text.find("<details><summary>dev") == std::string::npos);
  CHECK(text.find("@team") == std::string::npos);
}

TEST_CASE("one environment is told as if there were no others")
{
  CHECK(plans_markdown({sample_plan()}, {}) == plan_markdown(sample_plan(), {}));
  CHECK(json_text(plans_json({sample_plan()})) == json_text(plan_json(sample_plan())));
  CHECK(plans_text({sample_plan()}, {}, false) == plan_text(sample_plan(), {}));
  CHECK(plans_html({sample_plan()}, {}) == plan_html(sample_plan(), {}));
}

TEST_CASE("a large plan of several environments fits a comment and names every deletion")
{
  const auto text = plans_markdown({large("dev", 20, 0), large("qa", 1000, 300), large("prod", 1000, 300)}, {});
  CHECK(text.size() < k_markdown_limit);
  for (int i = 0; i < 300; ++i) {
    CHECK(text.find("`flow-" + std::to_string(i) + "/sink/warehouse`") != std::string::npos);
  }
  CHECK(text.find("<summary>dev") != std::string::npos); // the large ones leave the small one its room
  CHECK(text.find("<summary>prod") != std::string::npos);
}

TEST_CASE("where not even the deletions have room they are counted")
{
  const auto text = plans_markdown({large("qa", 3000, 3000), large("prod", 3000, 3000)}, {});
  CHECK(text.size() < k_markdown_limit);
  CHECK(text.find(" more of **prod**") != std::string::npos);
}

TEST_CASE("plans that could not be made are documents of the same schema, and say why everywhere")
{
  for (const auto& plans : {std::vector{failed("prod")}, std::vector{unchanged("dev"), failed("prod")}}) {
    const auto document = nlohmann::json::parse(json_text(plans_json(plans)));
    CHECK(testing::schema_errors("schemas/plan.schema.json", document) == "");
    const auto& prod = plans.size() == 1 ? document : document.at("environments").at(1);
    CHECK(prod.at("complete") == false);
    CHECK(prod.at("exit_code") == 7);
    for (const auto& text : {plans_text(plans, {}, true), plans_markdown(plans, {}), plans_html(plans, {})}) {
      CHECK_MESSAGE(text.find("503") != std::string::npos, text);
    }
  }
  CHECK(plans_text({failed("prod")}, {}, false).empty()); // the standard error has said it
  CHECK(plans_html({failed("prod")}, {}).find("&lt;b&gt;") != std::string::npos);
}
