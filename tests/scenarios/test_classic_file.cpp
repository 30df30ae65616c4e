// Files of the classic CLI as accounts have them, from the file to what runs.

#include "base/atomic_file.hpp"
#include "scenarios/both_sides.hpp"

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

std::string usual_file()
{
  return flowsync::read_file(std::string(FLOWSYNC_TESTS_DIR) + "/importer/fixtures/store_orders_export.json").value();
}

} // namespace

TEST_CASE(
    "a usual file with derived sets, a script sink and lookups is imported, valid everywhere, applied, then still")
{
  on_both_sides([](Workspace& workspace) {
    workspace.write("export.json", usual_file());
    const auto ran = workspace.run({"import", "export.json", "-e", "dev"});
    REQUIRE_MESSAGE(ran.exit == 0, ran.err);
    CHECK_MESSAGE(ran.err.empty(), ran.err);
    CHECK(says(ran, "they were read as the API shows them"));
    CHECK(says(ran, "left out, because Nexla writes them by itself"));
    const auto valid = workspace.run({"validate"});
    CHECK_MESSAGE(valid.exit == 0, valid.out);
    workspace.apply_well();
    CHECK(workspace.only("data_sinks", "STORE_ORDERS").at("status") == "ACTIVE");
    const auto region = workspace.only("data_sets", "Store Orders, by region");
    CHECK(region.at("status") != "ACTIVE"); // as in the file
    CHECK(region.at("parent_data_sets")[0].at("name") == "Store Orders, clean");
    const auto lookup = workspace.only("data_maps", "Store regions");
    CHECK(workspace.only("data_sources", "Store Orders").at("source_config").at("lookup").at("map.id") ==
          lookup.at("id"));
    CHECK(ends_with_no_changes(workspace.plan()));
    // A second file of the same source name has a name of its own.
    CHECK(workspace.run({"import", "export.json", "-e", "dev"}).exit == 1);
    const auto second = workspace.run({"import", "export.json", "-e", "dev", "--name", "store-orders-2"});
    CHECK_MESSAGE(second.exit == 0, second.err);
    CHECK(workspace.read("environments/dev/flows/store-orders-2.yaml").find("ref: add-region-2") != std::string::npos);
  });
}

TEST_CASE("what a properties file wants to update is adopted, not made a second time")
{
  Workspace workspace;
  workspace.write("export.json", R"({"source": {"name": "Orders", "source_type": "s3",
    "data_credentials": "<data_credentials_id: Orders S3>", "source_config": {"path": "elsewhere", "start.cron": "0 0 4 * * ? *"}},
    "detected_dataset": {}, "dataset": {}, "sink": {}})");
  workspace.write("properties.json",
                  R"({"inputs": {"source": {"data_credentials": 6027}}, "meta_data": {"source_id_to_update": 6862}})");
  const auto ran = workspace.run({"import", "export.json", "--properties", "properties.json", "-e", "dev"});
  REQUIRE_MESSAGE(ran.exit == 0, ran.err);
  CHECK(workspace.read(k_dev_file).find("orders/source: 6862") != std::string::npos);
  const auto before = workspace.live("data_sources", "Orders").size();
  const auto applied = workspace.run({"apply", "-e", "dev", "--auto-approve", "--target", "orders"});
  CHECK_MESSAGE(applied.exit == 0, applied.err);
  CHECK(workspace.live("data_sources", "Orders").size() == before);
  CHECK(workspace.api("GET", "/data_sources/6862").at("source_config").at("path") == "elsewhere");
}

TEST_CASE("the sample of init runs on a server that wants every key that the API calls required")
{
  const SwitchValues strict{{"config_required", "on"}};
  Workspace workspace(strict);
  REQUIRE(workspace.run({"init", "sub", "--name", "shop", "-q"}).exit == 0);
  workspace.edit("sub/environments/dev/environment.yaml", "    url: sim:dev ",
                 "    url: " + workspace.url() + "\n    auth: {service_key: \"${env.NEXLA_KEY}\"} ");
  const auto ran = workspace.run({"-C", "sub", "apply", "-e", "dev", "--auto-approve"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(workspace.only("data_sinks", "WEB_ORDERS").at("sink_config").contains("mapping"));
}
