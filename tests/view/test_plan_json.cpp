#include "golden/golden.hpp"
#include "support/schema_errors.hpp"
#include "view/field_tree.hpp"
#include "view/json_text.hpp"
#include "view/plan_json.hpp"
#include "view/sample_plan.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::view;
using flowsync::testing::golden;
using flowsync::testing::sample_plan;
using nlohmann::json;

namespace {

// What the published schema finds wrong with a document; "" when nothing.
std::string schema_errors(const json& document)
{
  return testing::schema_errors("schemas/plan.schema.json", document);
}

json parsed(const plan::Plan& plan)
{
  return json::parse(json_text(plan_json(plan)));
}

const json& change_of(const json& document, const std::string& address)
{
  for (const auto& change : document.at("resource_changes")) {
    if (change.at("address") == address) {
      return change;
    }
  }
  throw std::runtime_error("no " + address);
}

} // namespace

TEST_CASE("a plan as JSON keeps its form and follows the published schema")
{
  const auto text = json_text(plan_json(sample_plan()));
  CHECK(text == golden("plan.json", text));
  CHECK(schema_errors(json::parse(text)) == "");
  CHECK(schema_errors(parsed(plan::Plan{})) != ""); // a plan that was made has a digest
}

TEST_CASE("before and after hold what the fields say, secrets masked with their places beside")
{
  const auto document = parsed(sample_plan());
  const auto& updated = change_of(document, "orders/source").at("change");
  CHECK(updated.at("before").at("source_config").at("path") == "acme-dev/orders");
  CHECK(updated.at("after").at("source_config").at("rest.iterations").at(0).at("url.template") == "https://b");
  CHECK(updated.at("after_sensitive") == json{{"source_config", {{"token", true}}}});
  const auto& created = change_of(document, "orders/sink/archive").at("change");
  CHECK(created.at("before").is_null());
  CHECK(created.at("after_unknown") == json{{"data_set_id", true}});
  CHECK(created.at("after").at("sink_config").at("hash_secret_key") == "(sensitive)");
  CHECK(created.at("after_sensitive") == json{{"sink_config", {{"hash_secret_key", true}}}});
}

TEST_CASE("actions, reasons, importing and replace paths are those of the contract")
{
  const auto document = parsed(sample_plan());
  const auto& replaced = change_of(document, "orders/sink/wh");
  CHECK(replaced.at("change").at("actions") == json{"delete", "create"});
  CHECK(replaced.at("change").at("replace_paths") == json{"/sink_type"});
  const auto& adopted = change_of(document, "payments/source");
  CHECK(adopted.at("change").at("actions") == json{"no-op"});
  CHECK(adopted.at("change").at("importing").at("id") == 7001);
  const auto& kept = change_of(document, "old/sink/x");
  CHECK(kept.at("change").at("actions") == json{"no-op"});
  CHECK(kept.at("change").at("before").is_null());
  CHECK(kept.at("action_reason") == "removed_from_spec");
  CHECK(change_of(document, "payments/nexset/raw").at("change").at("actions") == json{"read"});
  CHECK_FALSE(document.at("complete").get<bool>());
}

TEST_CASE("drift tells how it was expected and how it is")
{
  const auto document = parsed(sample_plan());
  const auto& drift = document.at("resource_drift").at(0);
  CHECK(drift.at("change").at("before").at("status") == "ACTIVE");
  CHECK(drift.at("change").at("after").at("status") == "PAUSED");
  CHECK(document.at("resource_drift").at(1).at("change").at("actions") == json{"delete"});
}

TEST_CASE("an origin stands only where the specs set the value")
{
  const auto document = parsed(sample_plan());
  const auto& fields = change_of(document, "orders/source").at("fields");
  CHECK(fields.at(0).at("origin").at("line") == 12);
  CHECK(fields.at(0).at("overrides").at(0).at("layer") == "base");
  CHECK_FALSE(fields.at(1).contains("origin"));
}

TEST_CASE("JSON is plain ASCII whatever names hold")
{
  auto plan = sample_plan();
  plan.changes.front().name = "\xE2\x80\xAE\xFF\xC2\x9B";
  const auto text = json_text(plan_json(plan));
  CHECK(std::all_of(text.begin(), text.end(), [](char c) { return c == '\n' || (c >= ' ' && c < 0x7F); }));
}

TEST_CASE("paths become trees: numbers make lists only where nothing else is")
{
  json tree = json::object();
  put_at(tree, "/a/1/b~1c~0d", 1);
  put_at(tree, "/a/0", 2);
  put_at(tree, "/m/x", 3);
  put_at(tree, "/m/0", 4);
  put_at(tree, "/n/99999999999", 5);
  CHECK(tree == json{{"a", {2, {{"b/c~d", 1}}}}, {"m", {{"x", 3}, {"0", 4}}}, {"n", {{"99999999999", 5}}}});
}
