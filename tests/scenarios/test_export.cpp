#include "scenarios/workspace.hpp"

#include <doctest/doctest.h>

// Exporting the demo flow (source 6862) from an account that answers in every way it may.

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

const std::string k_flow_file = "environments/base/flows/orders.yaml";

// A project without flows of its own.
class Empty : public Workspace
{
public:
  explicit Empty(const SwitchValues& switches = {}) : Workspace(switches)
  {
    remove("environments/base");
    remove("environments/prod");
  }
  flowsync::scenarios::Ran export_all(const std::vector<std::string>& more = {})
  {
    std::vector<std::string> words{"export", "-e", "dev", "--source", "6862"};
    words.insert(words.end(), more.begin(), more.end());
    if (more.empty()) {
      words.emplace_back("--all");
    }
    return run(words);
  }
  void expect_only_adoptions(int adoptions)
  {
    const auto plan = run({"plan", "-e", "dev", "--detailed-exitcode", "--format", "json"});
    CHECK_MESSAGE(plan.exit == 0, plan.out << plan.err);
    const auto summary = json::parse(plan.out, nullptr, false).value("summary", json::object());
    CHECK(summary.value("adopt", -1) == adoptions);
    for (const auto* const other : {"create", "update", "replace", "delete"}) {
      CHECK_MESSAGE(summary.value(other, -1) == 0, std::string(other) << plan.out);
    }
  }
};

} // namespace

TEST_CASE("export, plan, apply, plan: marks are written, nothing is paused, nothing is left to do")
{
  Empty space;
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
  CHECK(ends_with_no_changes(space.plan()));

  const auto flow = space.read(k_flow_file);
  const auto settings = space.read(k_dev_file);
  CHECK(space.export_all().exit == 0);
  CHECK(space.read(k_flow_file) == flow);
  CHECK(space.read(k_dev_file) == settings);
}

TEST_CASE("the same text comes out whichever way the account shows a transform or a config")
{
  Empty plain;
  REQUIRE(plain.export_all().exit == 0);
  const std::vector<SwitchValues> sides{{{"transform_visibility", "expand"}},
                                        {{"transform_visibility", "source_expand"}},
                                        {{"transform_visibility", "code_container"}},
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
    Empty space(side);
    const auto ran = space.export_all();
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    CHECK(space.read(k_flow_file) == plain.read(k_flow_file));
    space.expect_only_adoptions(6);
  }
}

TEST_CASE("what shows nowhere is said in the file and on the terminal, and the plan is empty all the same")
{
  Empty space(SwitchValues{{"transform_visibility", "nowhere"}});
  const auto ran = space.export_all();
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(says(ran, "orders/nexset/orders-clean: its transform shows nowhere"));
  CHECK(space.read(k_flow_file).find("# - orders/nexset/orders-clean: its transform shows nowhere") !=
        std::string::npos);
  space.expect_only_adoptions(6);
}

TEST_CASE("names that are null leave their places to ids, and the plan is empty")
{
  Empty space(SwitchValues{{"null_names", "all"}});
  const auto ran = space.export_all();
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  const auto flow = space.read("environments/base/flows/flow-6862.yaml");
  CHECK(flow.find("key: sink-6513") != std::string::npos);
  CHECK(flow.find("key: nexset-10393") != std::string::npos);
  space.expect_only_adoptions(6);
}

TEST_CASE("names of every sort are written so that they are read back, with keys of their own")
{
  Empty space;
  const std::string long_name(255, 'x');
  const std::vector<std::pair<std::string, std::string>> names{{"a/b: {c} [d] # e", "a-b-c-d-e"},
                                                               {"\xF0\x9F\x9A\x80", "sink-6513"},
                                                               {"line\nbreak\tand\x1b[31m", "line-break-and-31m"},
                                                               {"- ? : | > & * ! % @ `", "sink-6513"},
                                                               {"${var.bucket} costs $5", "var-bucket-costs-5"},
                                                               {"ORDERS", "orders"},
                                                               {long_name, std::string(48, 'x')}};
  for (const auto& [name, key] : names) {
    CAPTURE(name);
    Empty one;
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
  Empty space;
  space.edit_live("data_sinks", 6513, {{"name", "ORDERS"}});
  REQUIRE(space.export_all({"--sink", "6520"}).exit == 0);
  CHECK(space.read(k_dev_file).find("orders/sink/orders-2: 6520") != std::string::npos);
  REQUIRE(space.export_all().exit == 0);
  CHECK(space.read(k_dev_file).find("orders/sink/orders: 6513") != std::string::npos);
  space.expect_only_adoptions(6);
}

TEST_CASE("a read that is forbidden leaves out that branch, names it and exits with 3")
{
  Empty space;
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
  Empty space;
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

TEST_CASE("what is paused is exported as paused")
{
  Empty space;
  space.edit_live("data_sinks", 6520, {{"status", "PAUSED"}});
  REQUIRE(space.export_all().exit == 0);
  CHECK(space.read(k_flow_file).find("state: paused") != std::string::npos);
  space.expect_only_adoptions(6);

  Empty stopped;
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
  Empty space;
  space.edit_live("data_sources", 6862, {{"description", "[flowsync other-x1y2z3/prod orders/source]"}});
  const auto ran = space.export_all();
  CHECK(ran.exit == 6);
  CHECK(says(ran, "belongs to other-x1y2z3/prod"));
  CHECK(space.read(k_flow_file).empty());
}
