#include "scenarios/empty_project.hpp"

// Exporting a whole account, with everything that it may hold.

using namespace flowsync::scenarios;
using nlohmann::json;

TEST_CASE("an export of the whole account takes lookups, transforms and code along that no flow uses")
{
  EmptyProject space;
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
  const auto give = [&](const std::string& type, const std::string& name) {
    space.api("PUT", "/" + type + "/" + space.only(type, name).at("id").dump() + "/accessors",
              {{"accessors", {{{"type", "USER"}, {"email", "second@example.com"}, {"access_roles", {"operator"}}}}}});
  };
  give("transforms", "Spare clean");
  give("code_containers", "Spare reader");
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
  for (const auto& path : {spare[1], spare[2]}) {
    CHECK_MESSAGE(space.read(path).find("user: second@example.com") != std::string::npos, space.read(path));
  }
  CHECK(space.read("environments/dev/lookups/spare.csv") == "code,word\na,b\n");
  CHECK(only_adopts(space.run({"plan", "-e", "dev", "--detailed-exitcode"})));
  const auto specs = specs_of(space);
  CHECK(space.run({"export", "-e", "dev", "--all-sources"}).exit == 0);
  CHECK(specs_of(space) == specs);
}

namespace {

// An account with one of every kind of thing; `path_of` tells where each is.
class Full : public EmptyProject
{
public:
  explicit Full(const SwitchValues& switches = {}) : EmptyProject(switches)
  {
    m_labels = api("POST", "/_sim/samples", json::object());
  }
  std::int64_t id_of(const std::string& label) const
  {
    const auto path = m_labels.at(label).get<std::string>();
    return std::stoll(path.substr(path.rfind('/') + 1));
  }
  Ran export_account() { return run({"export", "-e", "dev", "--all-sources"}); }

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
