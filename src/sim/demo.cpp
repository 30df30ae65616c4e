#include "sim/demo.hpp"

#include "sim/own_code.hpp"
#include "sim/server_defaults.hpp"

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr Id k_demo_user = 42;
constexpr Id k_second_user = 43;
constexpr Id k_other_user = 51;
constexpr std::int64_t k_created_ms = 1762160400000; // 2025-11-03T09:00:00Z

Object resource(const Context& context, Kind kind, Id id, const char* name, Id owner = k_demo_user)
{
  Object object;
  object.kind = kind;
  object.id = id;
  object.name = name;
  object.owner_id = owner;
  object.org_id = context.people.user(owner)->org_id;
  object.created_ms = k_created_ms + id; // distinct, so that lists have one order
  object.updated_ms = object.created_ms;
  return object;
}

Object credential(const Context& context, Id id, const char* name, const char* type, json readable,
                  Id owner = k_demo_user)
{
  Object object = resource(context, Kind::credential, id, name, owner);
  object.fields = {{"credentials_type", type},
                   {"verified_status", "VERIFIED"},
                   {"verified_at", timestamp(k_created_ms)},
                   {"credentials_non_secure_data", std::move(readable)}};
  return object;
}

void add_credentials(Context& context)
{
  auto& world = context.world;
  world.put(credential(context, 6027, "Orders S3", "s3", {{"s3_auth_type", "Access Key"}, {"region", "us-east-1"}}));
  world.put(credential(context, 6028, "Nexla GCS", "gcs", {{"project_id", "demo-project"}}));
  world.put(
      credential(context, 6029, "Warehouse", "snowflake", {{"host", "dev.example.com"}, {"database_name", "DEV"}}));
  world.put(
      credential(context, 6030, "Warehouse", "snowflake", {{"host", "prod.example.com"}, {"database_name", "PROD"}}));
  world.put(credential(context, 6031, "Snowflake Sales", "snowflake",
                       {{"host", "sales.example.com"}, {"database_name", "SALES"}}));
  world.put(credential(context, 6032, "Orders API", "rest",
                       {{"auth.type", "API_KEY"}, {"test.url", "https://api.example.com/ping"}}));
  world.put(credential(context, 6033, "CRM Postgres", "postgres",
                       {{"host", "crm.example.com"}, {"port", 5432}, {"database_name", "crm"}}));
  world.put(credential(context, 6034, "Analytics BigQuery", "bigquery", {{"project_id", "demo-project"}}));
  world.put(credential(context, 6035, "Events Kafka", "kafka", {{"bootstrap.servers", "kafka.example.com:9092"}}));
  world.put(credential(context, 6036, "Partner FTP", "ftp", {{"host", "ftp.example.com"}, {"port", 22}}));
  Object shared =
      credential(context, 6037, "Shared Redshift", "redshift", {{"host", "redshift.example.com"}}, k_second_user);
  shared.grants.push_back({Grantee::user, k_demo_user, {Role::collaborator}, shared.created_ms, shared.updated_ms});
  world.put(std::move(shared));
  world.put(credential(context, 6038, "Other S3", "s3", {{"region", "eu-west-1"}}, k_other_user));
}

json order_schema(std::initializer_list<const char*> names)
{
  json properties = json::object();
  for (const auto* name : names) {
    properties[name] = {{"type", "string"}};
  }
  json schema{{"type", "object"}, {"properties", std::move(properties)}};
  add_schema_marks(schema);
  return schema;
}

// A node of the demo flow below `parent`.
Object node(const Context& context, Kind kind, Id id, const char* name, Id node_id, const Object* parent)
{
  Object object = resource(context, kind, id, name);
  object.status = "ACTIVE";
  object.node_id = node_id;
  object.origin_node_id = parent != nullptr ? parent->origin_node_id : node_id;
  object.parent_node_id = parent != nullptr ? parent->node_id : 0;
  if (parent != nullptr && parent->kind == Kind::set) {
    object.set_id = parent->id;
  }
  return object;
}

Object add_set(Context& context, Id id, const char* name, Id node_id, const Object& parent, json operations)
{
  Object set = node(context, Kind::set, id, name, node_id, &parent);
  set.fields = {{"has_custom_transform", false},
                {"output_schema", parent.field("output_schema")},
                {"output_schema_validation_enabled", false}};
  store_transform(
      context, set,
      {{"version", 1}, {"data_maps", json::array()}, {"transforms", std::move(operations)}, {"custom", true}});
  context.world.put(set);
  return set;
}

struct DemoSink
{
  Id id = 0;
  const char* name = "";
  Id node_id = 0;
  Id credential_id = 0;
  const char* type = "";
  json config;
};

void add_sink(Context& context, const Object& parent, DemoSink demo)
{
  Object sink = node(context, Kind::sink, demo.id, demo.name, demo.node_id, &parent);
  sink.credential_id = demo.credential_id;
  add_sink_defaults(demo.config, demo.type);
  sink.fields = {{"sink_type", demo.type}, {"sink_config", std::move(demo.config)}, {"create_destination", false}};
  context.world.put(std::move(sink));
}

void add_flow(Context& context)
{
  Object source = node(context, Kind::source, 6862, "Orders", 9001, nullptr);
  source.description = "Hourly order files of the web shop";
  source.credential_id = 6027;
  source.fields = {
      {"source_type", "s3"},
      {"source_config",
       {{"path", "acme-dev/orders"}, {"start.cron", "0 0 * * * ? *"}, {"advanced_settings", "Auto Detect"}}},
      {"flow_type", "streaming"},
      {"ingest_method", "POLL"},
      {"source_format", "JSON"},
      {"ingestion_mode", "BATCH"},
      {"detected_count", 1}};
  context.world.put(source);

  Object detected = node(context, Kind::set, 10393, "1 - Orders", 9002, &source);
  detected.description = "DataSet #1 detected from Orders";
  detected.source_id = source.id;
  const auto schema = order_schema({"order_id", "sku", "quantity", "price", "region", "ordered_at"});
  detected.fields = {{"source_schema", schema}, {"output_schema", schema}, {"output_schema_validation_enabled", false}};
  context.world.put(detected);

  const auto clean = add_set(context, 10398, "Orders, clean", 9003, detected,
                             json::array({{{"operation", "shift"},
                                           {"spec", {{"order_id", "order_id"}, {"sku", "sku"}, {"price", "price"}}}}}));
  const auto regional = add_set(context, 10410, "Orders by region", 9004, clean,
                                json::array({{{"operation", "default"}, {"spec", {{"region", "unknown"}}}}}));
  add_sink(
      context, clean,
      {6513, "Orders archive", 9005, 6028, "gcs", {{"path", "acme-dev-archive/orders"}, {"data_format", "parquet"}}});
  add_sink(context, regional,
           {6520,
            "ORDERS",
            9006,
            6031,
            "snowflake",
            {{"database", "SALES"},
             {"table", "ORDERS"},
             {"insert.mode", "UPSERT"},
             {"primary.key", "ORDER_ID"},
             {"mapping", {{"mode", "auto"}}}}});
}

} // namespace

void add_demo_account(Context& context)
{
  context.caller = context.people.user(k_demo_user);
  context.world.restore_counters({1, 1, 1, 1, 301, 5085, 801, 9001});
  add_credentials(context);
  context.world.put(resource(context, Kind::project, 301, "Sales"));
  add_flow(context);
  context.caller = nullptr;
}

} // namespace flowsync::sim
