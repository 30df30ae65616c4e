#include "cli/sandbox.hpp"

#include <doctest/doctest.h>

using flowsync::testing::Sandbox;

namespace {

std::string export_file(const std::string& source_credential, const std::string& sink_credential)
{
  return R"({
  "source": {
    "name": "Partner files", "description": null, "source_type": "s3", "ingest_method": "POLL", "tags": [],
    "data_credentials": "<data_credentials_id: )" +
         source_credential + R"(>",
    "source_config": {"path": "partner/in", "start.cron": "0 0 4 * * ? *"}
  },
  "detected_dataset": {
    "detected_dataset_1": {
      "name": "1 - Partner files", "description": "DataSet #1 detected from Partner files",
      "data_source_id": "<data_source_id>", "parent_data_set_id": null, "tags": [], "sharers": [],
      "source_schema": {"type": "object", "properties": {}, "$schema": "http://json-schema.org/draft-04/schema#", "$schema-id": 7}
    }
  },
  "dataset": {},
  "sink": {
    "sink_1": {
      "name": "PARTNER_FILES", "sink_type": "snowflake", "data_set_id": "detected_dataset_1", "tags": [],
      "data_credentials": "<data_credentials_id: )" +
         sink_credential + R"(>",
      "sink_config": {"sink_type": "snowflake", "database": "SALES", "table": "PARTNER_FILES", "insert.mode": "INSERT"}
    }
  },
  "data_maps": {},
  "reusable_transforms": {},
  "meta_data": {"env": "dataops.example.com"}
})";
}

} // namespace

TEST_CASE("an export becomes a flow and aliases, which plan and apply at once")
{
  Sandbox box;
  box.run({"init", "--name", "shop", "-q"});
  box.write("flow.json", export_file("Orders S3", "Snowflake Sales"));
  const auto ran = box.run({"import", "flow.json", "-e", "dev"});
  INFO(ran.err);
  REQUIRE(ran.exit == 0);
  CHECK(ran.out.find("Wrote environments/dev/flows/partner-files.yaml\n") != std::string::npos);
  const auto flow = box.read("environments/dev/flows/partner-files.yaml");
  CHECK(flow.find("# yaml-language-server: $schema=../../../schemas/flow.schema.json\n") == 0);
  CHECK(flow.find("credential: order-files") != std::string::npos); // an alias that stands for it already is used
  const auto applied = box.run({"apply", "-e", "dev", "--auto-approve", "--target", "partner-files"});
  INFO(applied.err);
  INFO(applied.out);
  CHECK(applied.exit == 0);
  const auto again = box.run({"import", "flow.json", "-e", "dev"});
  CHECK(again.exit == 1);
}

TEST_CASE("a name that two credentials have is asked for on a terminal and an error elsewhere")
{
  Sandbox box;
  box.run({"init", "--name", "shop", "-q"});
  box.write("flow.json", export_file("Orders S3", "Warehouse"));
  const auto before = box.read("environments/dev/environment.yaml");
  const auto refused = box.run({"import", "flow.json", "-e", "dev"});
  CHECK(refused.exit == 1);
  CHECK(refused.err.find("6029") != std::string::npos);
  CHECK(refused.err.find("6030") != std::string::npos);
  CHECK(box.read("environments/dev/environment.yaml") == before);
  box.terminal = true;
  box.answers = {"6030"};
  const auto ran = box.run({"import", "flow.json", "-e", "dev"});
  INFO(ran.err);
  CHECK(ran.exit == 0);
  CHECK(box.read("environments/dev/environment.yaml").find("6030") != std::string::npos);
}

TEST_CASE("without an environment the aliases that are needed are named")
{
  Sandbox box;
  box.run({"init", "--name", "shop", "-q"});
  box.write("flow.json", export_file("Orders S3", "Warehouse"));
  const auto ran = box.run({"import", "flow.json"});
  INFO(ran.err);
  CHECK(ran.exit == 0);
  CHECK(ran.out.find("`orders-s3`") != std::string::npos);
}

TEST_CASE("a file that is missing or no export is refused")
{
  Sandbox box;
  box.run({"init", "--name", "shop", "-q"});
  CHECK(box.run({"import", "none.json"}).err.find("there is no file none.json") != std::string::npos);
  box.write("bad.json", "{\"source\": ");
  const auto ran = box.run({"import", "bad.json"});
  CHECK(ran.exit == 1);
  CHECK(ran.err.find("bad.json:1:") != std::string::npos);
}
