#include "scenarios/workspace.hpp"

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

// Every file of the specs, by path.
std::map<std::string, std::string> specs_of(const Workspace& space)
{
  std::map<std::string, std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(space.root() / "environments")) {
    if (entry.is_regular_file()) {
      const auto path = std::filesystem::relative(entry.path(), space.root()).generic_string();
      files.emplace(path, space.read(path));
    }
  }
  return files;
}

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
    CHECK_MESSAGE(plan.exit == (adoptions > 0 ? 2 : 0), plan.out << plan.err);
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
  Empty space;
  REQUIRE(space.export_all().exit == 0);
  const auto valid = space.run({"validate"});
  CHECK_MESSAGE(valid.exit == 0, valid.out << valid.err);
  CHECK(space.plan("prod").out.find("orders") == std::string::npos);
  CHECK_FALSE(std::filesystem::exists(space.root() / "environments/base"));
}

TEST_CASE("the same text comes out whichever way the account shows a transform or a config")
{
  Empty plain;
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
    Empty space(side);
    const auto ran = space.export_all();
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    CHECK(without_comments(space.read(k_flow_file)) == without_comments(plain.read(k_flow_file)));
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
  const auto flow = space.read("environments/dev/flows/flow-6862.yaml");
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
  for (const auto& item : names) {
    const auto& name = item.first;
    const auto& key = item.second;
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

TEST_CASE("a secret that Nexla hides is asked for")
{
  Empty space;
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

TEST_CASE("an export of the whole account takes lookups, transforms and code along that no flow uses")
{
  Empty space;
  space.api("POST", "/data_maps",
            {{"name", "Spare"},
             {"data_type", "string"},
             {"map_primary_key", "code"},
             {"data_map", {{{"code", "a"}, {"word", "b"}}}}});
  space.api("POST", "/transforms",
            {{"name", "Spare clean"},
             {"output_type", "record"},
             {"reusable", true},
             {"code_type", "jolt_standard"},
             {"code_encoding", "none"},
             {"code", {{{"operation", "shift"}, {"spec", {{"a", "b"}}}}}}});
  space.api("POST", "/code_containers",
            {{"name", "Spare reader"},
             {"output_type", "custom"},
             {"reusable", true},
             {"code_type", "python3"},
             {"code_encoding", "base64"},
             {"code", "eCA9IDE="},
             {"resource_type", "source"}});
  CHECK(space.export_all().exit == 0);
  const std::vector<std::string> spare{"environments/dev/lookups/spare.yaml",
                                       "environments/dev/transforms/spare-clean.yaml",
                                       "environments/dev/code/spare-reader.yaml"};
  for (const auto& path : spare) {
    CHECK_MESSAGE(!std::filesystem::exists(space.root() / path), path);
  }
  const auto ran = space.run({"export", "-e", "dev", "--all-sources"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  for (const auto& path : spare) {
    CHECK_MESSAGE(std::filesystem::exists(space.root() / path), path);
  }
  CHECK(space.read("environments/dev/lookups/spare.csv") == "code,word\na,b\n");
  CHECK(only_adopts(space.run({"plan", "-e", "dev", "--detailed-exitcode"})));
  const auto specs = specs_of(space);
  CHECK(space.run({"export", "-e", "dev", "--all-sources"}).exit == 0);
  CHECK(specs_of(space) == specs);
}

namespace {

// An account with one of every kind of thing; `path_of` tells where each is.
class Full : public Empty
{
public:
  explicit Full(const SwitchValues& switches = {}) : Empty(switches)
  {
    m_labels = api("POST", "/_sim/samples", json::object());
  }
  std::int64_t id_of(const std::string& label) const
  {
    const auto path = m_labels.at(label).get<std::string>();
    return std::stoll(path.substr(path.rfind('/') + 1));
  }
  flowsync::scenarios::Ran export_account() { return run({"export", "-e", "dev", "--all-sources"}); }

private:
  json m_labels;
};

void expect_text(const std::string& text, const std::vector<std::string>& parts)
{
  for (const auto& part : parts) {
    CHECK_MESSAGE(text.find(part) != std::string::npos, part << " in " << text);
  }
}

} // namespace

TEST_CASE("a whole account with one of everything goes to specs and stays as it is")
{
  Full space(SwitchValues{{"set_fields_in_get", "on"}});
  space.plant("FLOWSYNC_SECRET_SAMPLES_WEBHOOK_HASH_SECRET_KEY",
              space.api("GET", "/data_sources/" + std::to_string(space.id_of("source_webhook")))
                  .at("source_config")
                  .at("hash_secret_key")
                  .get<std::string>());
  const auto ran = space.export_account();
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(says(ran, "1 source made by sinks: not exported"));

  const auto specs = specs_of(space);
  const auto own = std::string("environments/dev/");
  const auto file = [&](const std::string& path) {
    const auto found = specs.find(own + path);
    REQUIRE_MESSAGE(found != specs.end(), path);
    return found->second;
  };
  expect_text(file("lookups/samples-regions.csv"), {"code,name\n0010,yes\n", "\"Germany, \"\"north\"\"\"", "uk,\n"});
  expect_text(file("lookups/samples-regions.yaml"), {"kind: Lookup", "primary_key: code", "file: samples-regions.csv"});
  expect_text(file("flows/samples-prices.yaml"), {"map.id: ${ref.lookup/samples-regions.id}"});
  expect_text(file("transforms/samples-python.yaml"), {"type: python\n", "file: samples-python.py"});
  expect_text(file("transforms/samples-python.py"), {"def transform(input, metadata, args):\n"});
  expect_text(file("transforms/samples-columns.yaml"), {"type: jolt_standard", "samples-columns.json", "tags:"});
  expect_text(file("flows/samples-transforms.yaml"),
              {"ref: samples-python", "ref: samples-columns",
               "annotations:", "validation:", "file: ../transforms/samples-transforms-samples-inline-python.py"});
  expect_text(file("code/samples-reader.yaml"), {"kind: Code", "type: python3", "resource_type: source"});
  expect_text(file("code/samples-reader.py"), {"yield"});
  expect_text(file("flows/samples-script-by-id.yaml"), {"ref: samples-reader"});
  expect_text(file("flows/samples-script.yaml"), {"file: ../code/samples-script.py"});
  expect_text(file("flows/samples-shop.yaml"), {"template_config:", "vendor_endpoint_id:"});
  expect_text(file("flows/samples-paused.yaml"), {"spec:\n  state: paused\n"});
  expect_text(file("flows/samples-two-schemas.yaml"), {"index: 1", "index: 2"});
  std::size_t origins = 0;
  std::size_t filled = 0;
  for (const auto& spec : specs) {
    const auto& path = spec.first;
    const auto& text = spec.second;
    origins +=
        text.find("  origin:\n    nexset:\n      id: " + std::to_string(space.id_of("set_shared"))) != std::string::npos
            ? 1U
            : 0U;
    filled +=
        text.find("type: data_map\n      lookup:\n        name: Samples price by sku\n") != std::string::npos ? 1U : 0U;
    CHECK_MESSAGE(text.find("\x1b") == std::string::npos, path);
  }
  CHECK(origins == 1);
  CHECK(filled == 1);

  const auto plan = space.run({"plan", "-e", "dev", "--detailed-exitcode"});
  CHECK_MESSAGE(only_adopts(plan), plan.out << plan.err);
  CHECK(space.export_account().exit == 0);
  CHECK(specs_of(space) == specs);

  space.clear_log();
  const auto applied = space.apply();
  CHECK_MESSAGE(applied.exit == 0, applied.out << applied.err);
  for (const auto& request : space.request_log()) {
    const auto path = request.at("path").get<std::string>();
    CHECK_MESSAGE((path.find("/pause") == std::string::npos && path.find("/activate") == std::string::npos), path);
  }
  const auto again = space.run({"plan", "-e", "dev", "--detailed-exitcode"});
  CHECK_MESSAGE(ends_with_no_changes(again), again.out << again.err);
  CHECK(space.export_account().exit == 0);
  CHECK(specs_of(space) == specs);
  space.remove(".flowsync/state");
  const auto forgotten = space.run({"plan", "-e", "dev", "--detailed-exitcode"});
  CHECK_MESSAGE(only_adopts(forgotten), forgotten.out << forgotten.err);
}

TEST_CASE("a whole account comes out empty in the plan on either side of what it may show")
{
  for (const SwitchValues& side :
       {SwitchValues{{"null_names", "all"}}, SwitchValues{{"transform_visibility", "nowhere"}},
        SwitchValues{{"page_size", "3"}, {"page_cap", "3"}}, SwitchValues{{"flows_shape", "array"}},
        SwitchValues{{"numbers_as_strings", "on"}}, SwitchValues{{"loose_types", "on"}},
        SwitchValues{{"transform_visibility", "source_expand"}, {"config_in_lists", "on"}}}) {
    CAPTURE(side.begin()->first);
    Full space(side);
    const auto ran = space.export_account();
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    const auto plan = space.run({"plan", "-e", "dev", "--detailed-exitcode"});
    CHECK_MESSAGE(only_adopts(plan), plan.out << plan.err);
  }
}

TEST_CASE("the lookup that a sink fills keeps what it does with defaults")
{
  Full space;
  const auto id = space.id_of("lookup_dynamic");
  space.api("PUT", "/data_maps/" + std::to_string(id),
            {{"emit_data_default", true}, {"data_defaults", json::object()}});
  REQUIRE(space.export_account().exit == 0);
  const auto plan = space.run({"plan", "-e", "dev", "--detailed-exitcode"});
  CHECK_MESSAGE(only_adopts(plan), plan.out << plan.err);
}

TEST_CASE("a lookup that may not be read is said to be missing")
{
  Full space;
  space.fault({{{"method", "GET"},
                {"path", "^/data_maps/" + std::to_string(space.id_of("lookup")) + "$"},
                {"action", "status"},
                {"status", 403},
                {"times", 0}}});
  const auto ran = space.export_account();
  CHECK_MESSAGE(ran.exit == 3, ran.err);
  CHECK(says(ran, "lookup/samples-regions"));
}
