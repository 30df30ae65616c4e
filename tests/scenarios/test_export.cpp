#include "scenarios/empty_project.hpp"

#include <doctest/doctest.h>

#include <sstream>

// Exporting the demo flow (source 6862) from an account that answers in every way it may.

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

const std::string k_flow_file = "environments/dev/flows/orders.yaml";

// A file less its comments.
std::string without_comments(const std::string& text)
{
  std::string result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    result += line.starts_with('#') ? "" : line + "\n";
  }
  return result;
}

} // namespace

TEST_CASE("export, plan, apply, plan: marks are written, nothing is paused, nothing is left to do")
{
  EmptyProject space;
  const auto ran = space.export_all();
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(space.writes() == 0);
  space.expect_only_adoptions(6);
  space.clear_log();
  space.apply_well();
  for (const auto& request : space.request_log()) {
    const auto path = request.at("path").get<std::string>();
    CHECK_MESSAGE((path.find("/pause") == std::string::npos && path.find("/activate") == std::string::npos), path);
  }
  CHECK(ends_with_no_changes(space.plan()));
  space.remove(".flowsync/state");
  space.expect_only_adoptions(1); // the detected set, which carries no mark

  const auto flow = space.read(k_flow_file);
  const auto settings = space.read(k_dev_file);
  CHECK(space.export_all().exit == 0);
  CHECK(space.read(k_flow_file) == flow);
  CHECK(space.read(k_dev_file) == settings);
}

TEST_CASE("exporting what is managed already changes nothing, whatever is remembered of it")
{
  for (const auto* const memory : {"kept", "lost", "broken specs", "renamed"}) {
    CAPTURE(memory);
    Workspace space;
    space.apply_well();
    if (memory == std::string("lost")) {
      space.remove(".flowsync/state");
    } else if (memory == std::string("broken specs")) {
      space.write("environments/base/flows/broken.yaml",
                  "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: broken}\n"
                  "spec: {source: {type: s3, credential: nobody}}\n");
      space.remove(".flowsync/state");
    } else if (memory == std::string("renamed")) {
      space.edit(k_order_file, "name: web-orders\n", "name: shop-orders\n");
      space.edit(k_order_file, "\nspec:\n",
                 "\nmoved:\n  - {from: web-orders/source, to: shop-orders/source}\n"
                 "  - {from: web-orders/nexset/orders, to: shop-orders/nexset/orders}\n"
                 "  - {from: web-orders/nexset/clean, to: shop-orders/nexset/clean}\n"
                 "  - {from: web-orders/sink/warehouse, to: shop-orders/sink/warehouse}\n"
                 "  - {from: web-orders/sink/archive, to: shop-orders/sink/archive}\nspec:\n");
    }
    const auto before = specs_of(space);
    for (const auto* const name : {"Web orders", "People"}) {
      const auto source = space.only("data_sources", name).at("id").get<std::int64_t>();
      const auto ran = space.run({"export", "-e", "dev", "--source", std::to_string(source), "--all"});
      CHECK_MESSAGE(ran.exit == 0, ran.err);
      CHECK(says(ran, "nothing was written"));
    }
    CHECK(specs_of(space) == before);
  }
}

TEST_CASE("a new branch of a flow that base holds goes into the environment's overlay")
{
  Workspace space;
  space.apply_well();
  const auto set = space.only("data_sets", "Web orders, clean").at("id").get<std::int64_t>();
  space.api("POST", "/data_sinks",
            {{"name", "By hand"},
             {"sink_type", "gcs"},
             {"sink_config", {{"path", "by-hand"}, {"data_format", "json"}}},
             {"data_credentials_id", 6028},
             {"data_set_id", set}});
  const auto base = space.read(k_order_file);
  const auto source = space.only("data_sources", "Web orders").at("id").get<std::int64_t>();
  const auto ran = space.run({"export", "-e", "dev", "--source", std::to_string(source), "--all"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(space.read(k_order_file) == base);
  const auto overlay = space.read("environments/dev/flows/web-orders.yaml");
  CHECK_MESSAGE(overlay.find("  sinks:\n    - key: by-hand\n      from: clean\n") != std::string::npos, overlay);
  CHECK(overlay.find("nexsets") == std::string::npos);
  CHECK(space.run({"validate"}).exit == 0);
  CHECK(says(space.plan(), "1 resource to adopt"));
  CHECK(space.plan("prod").out.find("By hand") == std::string::npos);
}

TEST_CASE("an export stays in its environment: the others are as valid as before")
{
  EmptyProject space;
  REQUIRE(space.export_all().exit == 0);
  const auto valid = space.run({"validate"});
  CHECK_MESSAGE(valid.exit == 0, valid.out << valid.err);
  CHECK(space.plan("prod").out.find("orders") == std::string::npos);
  CHECK_FALSE(std::filesystem::exists(space.root() / "environments/base"));
}

TEST_CASE("the same text comes out whichever way the account shows a transform or a config")
{
  EmptyProject plain;
  REQUIRE(plain.export_all().exit == 0);
  const std::vector<SwitchValues> sides{{{"transform_visibility", "expand"}},
                                        {{"transform_visibility", "source_expand"}},
                                        {{"transform_visibility", "code_container"}},
                                        {{"transform_id", "container"}},
                                        {{"transform_id", "container"}, {"transform_visibility", "expand"}},
                                        {{"transform_id", "container"}, {"transform_visibility", "source_expand"}},
                                        {{"transform_id", "container"}, {"transform_visibility", "code_container"}},
                                        {{"config_in_lists", "on"}},
                                        {{"credential_id_in_get", "on"}, {"parent_id_in_get", "on"}},
                                        {{"set_fields_in_get", "on"}},
                                        {{"page_size", "2"}, {"page_cap", "2"}, {"list_order", "oldest"}},
                                        {{"missing_owners", "on"}},
                                        {{"status_case", "title"}},
                                        {{"loose_types", "on"}}};
  for (const auto& side : sides) {
    CAPTURE(side.begin()->first);
    CAPTURE(side.begin()->second);
    EmptyProject space(side);
    const auto ran = space.export_all();
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    CHECK(without_comments(space.read(k_flow_file)) == without_comments(plain.read(k_flow_file)));
    space.expect_only_adoptions(6);
  }
}

TEST_CASE("what shows nowhere is said in the file and on the terminal, and the plan is empty all the same")
{
  EmptyProject space(SwitchValues{{"transform_visibility", "nowhere"}});
  const auto ran = space.export_all();
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(says(ran, "orders/nexset/orders-clean: its transform shows nowhere"));
  CHECK(space.read(k_flow_file).find("# - orders/nexset/orders-clean: its transform shows nowhere") !=
        std::string::npos);
  space.expect_only_adoptions(6);
}

TEST_CASE("names that are null leave their places to ids, and the plan is empty")
{
  EmptyProject space(SwitchValues{{"null_names", "all"}});
  const auto ran = space.export_all();
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  const auto flow = space.read("environments/dev/flows/flow-6862.yaml");
  CHECK(flow.find("key: sink-6513") != std::string::npos);
  CHECK(flow.find("key: nexset-10393") != std::string::npos);
  space.expect_only_adoptions(6);
}

TEST_CASE("names of every sort are written so that they are read back, with keys of their own")
{
  EmptyProject space;
  const std::string long_name(255, 'x');
  const std::vector<std::pair<std::string, std::string>> names{{"a/b: {c} [d] # e", "a-b-c-d-e"},
                                                               {"\xF0\x9F\x9A\x80", "sink-6513"},
                                                               {"line\nbreak\tand\x1b[31m", "line-break-and-31m"},
                                                               {"- ? : | > & * ! % @ `", "sink-6513"},
                                                               {"${var.bucket} costs $5", "var-bucket-costs-5"},
                                                               {"ORDERS", "orders"},
                                                               {long_name, std::string(48, 'x')}};
  for (const auto& item : names) {
    const auto& name = item.first;
    const auto& key = item.second;
    CAPTURE(name);
    EmptyProject one;
    one.edit_live("data_sinks", 6513, {{"name", name}});
    const auto ran = one.export_all();
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    CHECK(ran.out.find('\x1b') == std::string::npos);
    const auto entry = "orders/sink/" + key + ": 6513\n";
    CHECK_MESSAGE(one.read(k_dev_file).find(entry) != std::string::npos, one.read(k_dev_file));
    one.expect_only_adoptions(6);
  }
}

TEST_CASE("two sinks of one name get keys in the order of their ids")
{
  EmptyProject space;
  space.edit_live("data_sinks", 6513, {{"name", "ORDERS"}});
  REQUIRE(space.export_all({"--sink", "6520"}).exit == 0);
  CHECK(space.read(k_dev_file).find("orders/sink/orders-2: 6520") != std::string::npos);
  REQUIRE(space.export_all().exit == 0);
  CHECK(space.read(k_dev_file).find("orders/sink/orders: 6513") != std::string::npos);
  space.expect_only_adoptions(6);
}

TEST_CASE("a read that is forbidden leaves out that branch, names it and exits with 3")
{
  EmptyProject space;
  space.fault(
      {{{"method", "GET"}, {"path", "^/data_sinks/6520$"}, {"action", "status"}, {"status", 403}, {"times", 0}}});
  const auto ran = space.export_all();
  CHECK_MESSAGE(ran.exit == 3, ran.err);
  CHECK(says(ran, "sink 6520 \"ORDERS\" may not be read"));
  const auto flow = space.read(k_flow_file);
  CHECK(flow.find("# - sink 6520") != std::string::npos);
  CHECK(flow.find("key: orders-archive") != std::string::npos);
  CHECK(flow.find("SALES") == std::string::npos);
  space.expect_only_adoptions(5);
}

TEST_CASE("a secret that stands in a config becomes a reference, and its text is written nowhere")
{
  EmptyProject space;
  space.plant("FLOWSYNC_SECRET_ORDERS_HASH_SECRET_KEY", "hunter2hunter2");
  space.edit_live("data_sources", 6862, {{"source_config", {{"hash_secret_key", "hunter2hunter2"}, {"table_id", 77}}}});
  const auto ran = space.export_all();
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(says(ran, "literal-secret"));
  CHECK(says(ran, "/source_config/table_id holds the id 77"));
  const auto flow = space.read(k_flow_file);
  CHECK(flow.find("hash_secret_key: ${secret.orders_hash_secret_key}") != std::string::npos);
  CHECK(flow.find("# - orders/source: /source_config/table_id holds the id 77") != std::string::npos);
  CHECK(space.read(k_dev_file).find("orders_hash_secret_key: {env: FLOWSYNC_SECRET_ORDERS_HASH_SECRET_KEY}") !=
        std::string::npos);
  space.expect_only_adoptions(6);
  space.environment.erase("FLOWSYNC_SECRET_ORDERS_HASH_SECRET_KEY");
  space.expect_only_adoptions(6);
}

TEST_CASE("a secret that Nexla hides is asked for")
{
  EmptyProject space;
  space.edit_live("data_sources", 6862, {{"source_config", {{"hash.enabled", true}, {"api_key", "*****"}}}});
  const auto ran = space.export_all();
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(says(ran, "does not show the secret /source_config/hash_secret_key"));
  CHECK(says(ran, "does not show the secret /source_config/api_key"));
  CHECK(space.read(k_flow_file).find("api_key: ${secret.orders_api_key}") != std::string::npos);
  CHECK(space.read(k_flow_file).find("****") == std::string::npos);
  space.expect_only_adoptions(6);
}

TEST_CASE("what is paused is exported as paused")
{
  EmptyProject space;
  space.edit_live("data_sinks", 6520, {{"status", "PAUSED"}});
  REQUIRE(space.export_all().exit == 0);
  CHECK(space.read(k_flow_file).find("state: paused") != std::string::npos);
  space.expect_only_adoptions(6);

  EmptyProject stopped;
  stopped.api("PUT", "/data_sources/6862/pause");
  REQUIRE(stopped.export_all({"--pipeline", "1"}).exit == 0);
  CHECK(stopped.read(k_flow_file).find("spec:\n  state: paused\n") != std::string::npos);
  stopped.expect_only_adoptions(4);
  stopped.edit_live("data_sinks", 6520, {{"status", "ACTIVE"}});
  REQUIRE(stopped.export_all().exit == 0);
  CHECK(stopped.read(k_flow_file).find("state: active") != std::string::npos);
  stopped.expect_only_adoptions(6);
}

TEST_CASE("what carries the mark of another project is not exported")
{
  EmptyProject space;
  space.edit_live("data_sources", 6862, {{"description", "[flowsync other-x1y2z3/prod orders/source]"}});
  const auto ran = space.export_all();
  CHECK(ran.exit == 6);
  CHECK(says(ran, "belongs to other-x1y2z3/prod"));
  CHECK(space.read(k_flow_file).empty());
}
