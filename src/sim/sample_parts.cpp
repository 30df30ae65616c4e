#include "sim/sample_account.hpp"

#include "sim/maps.hpp"

namespace flowsync::sim {

using nlohmann::json;

void SampleAccount::credentials()
{
  m_s3 = label("credential", Kind::credential,
               m_make.credential("Samples S3", "s3",
                                 {{"s3_auth_type", "Access Key"}, {"access_key", "AKIA"}, {"secret_key", "x"}}));
  // the same alias as the one before
  label("credential_same_alias", Kind::credential, m_make.credential("samples/s3", "s3", {{"region", "eu-west-1"}}));
  m_snowflake =
      label("credential_snowflake", Kind::credential,
            m_make.credential("Samples Snowflake", "snowflake", {{"host", "samples.example.com"}, {"password", "x"}}));
  m_rest = label("credential_rest", Kind::credential,
                 m_make.credential("Samples REST", "rest", {{"auth.type", "API_KEY"}, {"api_key", "x"}}));
  m_kafka = label("credential_kafka", Kind::credential,
                  m_make.credential("Samples Kafka", "kafka", {{"bootstrap.servers", "kafka.example.com:9092"}}));
  m_vendor = label("credential_vendor", Kind::credential,
                   m_make.make(Kind::credential, {{"name", "Samples Shop"},
                                                  {"credentials_type", "shopify_api"},
                                                  {"vendor_id", 71},
                                                  {"template_config", {{"shop", "samples"}}}}));
}

void SampleAccount::code()
{
  m_reader = label("code", Kind::container,
                   m_make.make(Kind::container, {{"name", "Samples reader"},
                                                 {"description", "Reads the partner's pages"},
                                                 {"resource_type", "source"},
                                                 {"output_type", "custom"},
                                                 {"reusable", true},
                                                 {"code_type", "python3"},
                                                 {"code_encoding", "none"},
                                                 {"code", "def read():\n    yield {\"id\": 1}\n"}}));
  m_transform = label("transform", Kind::container,
                      m_make.make(Kind::container, {{"name", "Samples columns"},
                                                    {"output_type", "record"},
                                                    {"reusable", true},
                                                    {"code_type", "jolt_standard"},
                                                    {"code_encoding", "none"},
                                                    {"tags", {"samples"}},
                                                    {"code", shift_operations({"order_id", "sku"})}}));
  m_python = label("transform_python", Kind::container,
                   m_make.make(Kind::container, {{"name", "Samples Python"},
                                                 {"output_type", "record"},
                                                 {"reusable", true},
                                                 {"code_type", "jolt_custom"},
                                                 {"code_encoding", "none"},
                                                 {"code", python_operations()}}));
  label("attribute_transform", Kind::container,
        m_make.make(Kind::container, {{"name", "Samples upper case"},
                                      {"output_type", "attribute"},
                                      {"reusable", true},
                                      {"code_type", "python"},
                                      {"code_encoding", "base64"},
                                      {"code", k_sample_python}}));
}

void SampleAccount::lookups()
{
  m_regions = label("lookup", Kind::map,
                    m_make.make(Kind::map, {{"name", "Samples regions"},
                                            {"description", "Names of regions"},
                                            {"data_type", "string"},
                                            {"map_primary_key", "code"},
                                            {"data_defaults", {{"name", "unknown"}}},
                                            {"data_map",
                                             {{{"code", "de"}, {"name", "Germany, \"north\""}},
                                              {{"code", "fr"}, {"name", "France\nsouth"}},
                                              {{"code", "0010"}, {"name", "yes"}},
                                              {{"code", "uk"}, {"name", ""}}}}}));
  m_currencies = label("lookup_in_transform", Kind::map,
                       m_make.make(Kind::map, {{"name", "Samples currencies"},
                                               {"data_type", "string"},
                                               {"data_map", {{"EUR", "978"}, {"USD", "840"}}}}));
  label("lookup_unused", Kind::map,
        m_make.make(Kind::map, {{"name", "Samples unused"}, {"data_type", "string"}, {"map_primary_key", "id"}}));
  const auto id = label("source_with_lookup", Kind::source,
                        m_make.source("Samples prices", "rest", m_rest,
                                      {{"rest.iterations",
                                        {{{"key", "1"},
                                          {"iteration.type", "data.map.key.queue"},
                                          {"map.id", std::to_string(m_regions)},
                                          {"method", "GET"},
                                          {"url.template", "https://api.example.com/prices?region={code}"}}}}}));
  const auto set = m_make.detected(id, {"sku", "price"});
  const auto sink = label(
      "sink_data_map", Kind::sink,
      m_make.make(
          Kind::sink,
          {{"name", "Samples price lookup"},
           {"sink_type", "data_map"},
           {"data_set_id", set},
           {"data_map",
            {{"name", "Samples price by sku"}, {"map_primary_key", "sku"}, {"data_defaults", {{"price", "0"}}}}}}));
  label("lookup_dynamic", Kind::map, m_make.find(Kind::sink, sink)->field("data_map_id").get<Id>());
  m_make.activate(Kind::source, id);
  fill_map(m_make.context(), *m_make.find(Kind::sink, sink), json::array({json{{"sku", "a"}, {"price", 3}}}));
}

void SampleAccount::transforms()
{
  Id set = 0;
  label("source_with_transforms", Kind::source, flow("Samples transforms", &set));
  const auto by_id = [&](const char* name, Id transform) {
    return m_make.make(
        Kind::set,
        {{"name", name}, {"parent_data_set_id", set}, {"has_custom_transform", true}, {"transform_id", transform}});
  };
  label("set_reusable", Kind::set, by_id("Samples by transform", m_transform));
  label("set_reusable_python", Kind::set, by_id("Samples by Python", m_python));
  const auto jolt =
      label("set_inline", Kind::set, m_make.derived(set, "Samples inline", shift_operations({"order_id", "price"})));
  label("set_inline_python", Kind::set, m_make.derived(jolt, "Samples inline Python", python_operations()));
  label("set_with_lookup", Kind::set,
        m_make.make(Kind::set, {{"name", "Samples with lookup"},
                                {"parent_data_set_id", set},
                                {"has_custom_transform", false},
                                {"transform",
                                 {{"version", 1},
                                  {"data_maps", {m_currencies}},
                                  {"transforms", shift_operations({"order_id", "currency"})},
                                  {"custom_config", json::object()}}}}));
  label("set_plain", Kind::set,
        m_make.make(Kind::set,
                    {{"name", "Samples plain child"}, {"parent_data_set_id", set}, {"has_custom_transform", false}}));
  const auto checked = label(
      "set_validated", Kind::set,
      m_make.make(
          Kind::set,
          {{"name", "Samples validated"},
           {"parent_data_set_id", jolt},
           {"has_custom_transform", false},
           {"transform", {{"transforms", shift_operations({"order_id"})}}},
           {"output_schema_validation_enabled", true},
           {"output_validation_schema",
            {{"type", "object"}, {"properties", {{"order_id", {{"type", "string"}}}}}, {"required", {"order_id"}}}},
           {"output_schema_annotations", {{"properties", {{"order_id", {{"description", "Primary key"}}}}}}},
           {"custom_config", {{"view", "table"}}},
           {"tags", {"samples", "checked"}}}));
  m_make.sink(checked, "Samples validated out", "snowflake", m_snowflake, {{"table", "CHECKED"}});
  m_make.activate(Kind::set, set);
}

} // namespace flowsync::sim
