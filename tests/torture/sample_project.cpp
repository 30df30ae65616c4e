#include "sample_project.hpp"

namespace flowsync::torture {

namespace {

constexpr const char* k_environment = R"(apiVersion: flowsync/v1
kind: Environment
metadata: {name: dev}
spec:
  nexla:
    url: @URL@
    auth: {service_key: "${env.NEXLA_KEY}"}
  variables: {bucket: acme-dev}
  credentials:
    files: {id: 6027}
    archive: {name: Nexla GCS, type: gcs}
    warehouse: {name: Snowflake Sales}
    crm: {name: CRM Postgres}
  limits: {parallelism: 1, create_settle: 150ms, detect_timeout: 20s}
)";

constexpr const char* k_orders = R"(apiVersion: flowsync/v1
kind: Flow
metadata: {name: web-orders}
spec:
  nexla_project: Sales
  source:
    name: Web orders
    description: Orders of the shop
    type: s3
    credential: files
    config: {path: "${var.bucket}/orders", start.cron: "0 0 * * * ? *", csv.delimiter: ";"}
  nexsets:
    - key: orders
      detected: {index: 1}
    - key: clean
      from: orders
      name: Web orders, clean
      transform: {version: 1, transforms: [{operation: shift, spec: {order_id: ORDER_ID}}]}
    - key: regional
      from: clean
      name: Web orders by region
      transform: {version: 1, transforms: [{operation: default, spec: {region: unknown}}]}
  sinks:
    - key: warehouse
      from: clean
      name: WEB_ORDERS
      type: snowflake
      credential: warehouse
      config: {database: SALES, table: WEB_ORDERS, insert.mode: UPSERT, primary.key: ORDER_ID}
    - key: archive
      from: clean
      name: Web orders, archive
      type: gcs
      credential: archive
      config: {path: archive/orders, data_format: json, max.file.size.mb: 512}
    - key: regions
      from: regional
      name: WEB_REGIONS
      type: snowflake
      credential: warehouse
      config: {database: SALES, table: WEB_REGIONS, insert.mode: INSERT}
    - key: raw
      from: orders
      name: Web orders, raw
      type: gcs
      credential: archive
      config: {path: archive/raw, data_format: json}
)";

constexpr const char* k_metrics = R"(apiVersion: flowsync/v1
kind: Flow
metadata: {name: metrics}
spec:
  source:
    name: Metrics
    type: s3
    credential: files
    config: {path: "${var.bucket}/metrics"}
  nexsets:
    - {key: all, detected: {}}
  sinks:
    - {key: live, from: all, name: METRICS, type: snowflake, credential: warehouse, config: {table: METRICS, insert.mode: INSERT}}
    - {key: quiet, from: all, name: Metrics archive, type: gcs, credential: archive, state: paused, config: {path: metrics, data_format: json}}
)";

} // namespace

const char* const k_people_text = R"(apiVersion: flowsync/v1
kind: Flow
metadata: {name: people}
spec:
  source:
    name: People
    type: postgres
    credential: crm
    config: {database: crm, table: people, db_query_mode: Default, start.cron: "0 0 3 * * ? *"}
  nexsets:
    - {key: people, detected: {}}
  sinks:
    - {key: one, from: people, name: People one, type: snowflake, credential: warehouse, config: {table: PEOPLE, insert.mode: INSERT}}
    - {key: two, from: people, name: People two, type: gcs, credential: archive, config: {path: people, data_format: json}}
)";

void write_sample_project(Stage& stage)
{
  stage.write("flowsync.yaml", "apiVersion: flowsync/v1\nkind: Project\nmetadata: {name: acme-data-k3x9}\n");
  stage.write(k_environment_file, k_environment);
  stage.write(k_people_file, k_people_text);
}

void write_more_flows(Stage& stage)
{
  stage.write(k_orders_file, k_orders);
  stage.write(k_metrics_file, k_metrics);
}

void change_sample_values(Stage& stage)
{
  stage.edit(k_orders_file, "csv.delimiter: \";\"", "csv.delimiter: \"|\"");
  stage.edit(k_orders_file, "{order_id: ORDER_ID}", "{order_id: ORDER_ID, sku: SKU}");
  stage.edit(k_orders_file, "table: WEB_REGIONS", "table: REGIONS_OF_THE_WEB");
  stage.edit(k_orders_file, "description: Orders of the shop", "description: All orders of the shop");
  stage.edit(k_orders_file, "name: Web orders, raw\n", "name: Web orders, as they come\n      state: paused\n");
  stage.edit(k_metrics_file, "state: paused, config: {path: metrics,", "config: {path: all-metrics,");
  stage.edit(k_people_file, "insert.mode: INSERT", "insert.mode: UPSERT, primary.key: ID");
}

} // namespace flowsync::torture
