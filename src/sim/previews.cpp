#include "sim/previews.hpp"

#include "sim/connectors.hpp"
#include "sim/fields.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr std::int64_t k_usual_count = 10;
constexpr std::int64_t k_most = 100;

constexpr auto k_tree_fields = std::to_array<FieldRule>({
    {"depth", FieldType::integer, k_on_create | k_required},
    {"path", FieldType::text, k_on_create},
    {"database", FieldType::text, k_on_create},
    {"table", FieldType::text, k_on_create},
});

json answer(const Object& credential, const char* key, json content)
{
  return {{"status", "ok"},
          {"message", "Ok"},
          {"connection_type", credential.field("credentials_type")},
          {key, std::move(content)}};
}

bool is_file(const Object& credential)
{
  return family_name(credential.text("credentials_type")) == "file";
}

json record_of(const json& schema, std::int64_t number)
{
  json record = json::object();
  const auto properties = schema.is_object() ? schema.value("properties", json::object()) : json::object();
  for (const auto& [name, property] : properties.items()) {
    const auto type = property.is_object() ? property.value("type", json("string")) : json("string");
    record[name] = type == "number" || type == "integer" ? json(number) : json(fmt::format("{} {}", name, number));
  }
  return record;
}

} // namespace

Reply probe_tree(const Context& context, const Request& request, const Object& credential)
{
  auto body = parse_object(request.body);
  check_fields(context, body, k_tree_fields, k_on_create);
  if (is_file(credential)) {
    const auto path = body.value("path", std::string("bucket"));
    return ok(answer(credential, "object", {{path, {{"2026", {{"orders.csv", {{"size", 2048}}}}}}}}));
  }
  const auto database = body.value("database", std::string("MAIN"));
  const auto table = body.value("table", std::string("ORDERS"));
  return ok(answer(credential, "object", {{database, {{table, {{"ID", "NUMBER"}, {"NAME", "VARCHAR"}}}}}}));
}

Reply probe_sample(const Request& request, const Object& credential)
{
  const auto body = parse_object(request.body);
  if (is_file(credential)) {
    if (!body.contains("path")) {
      throw missing_key("path");
    }
    return ok(answer(credential, "output",
                     {{"contentType", "text/csv"}, {"statusCode", 200}, {"response", "id,name\n1,first\n"}}));
  }
  return ok(answer(credential, "output", {{"columns", {"ID", "NAME"}}, {"data", {{1, "first"}, {2, "second"}}}}));
}

Reply set_samples(const Context& context, const Request& request, const Object& set)
{
  if (context.switches.at<"samples">() == "absent") {
    throw Refusal(404, "", "there is no such path");
  }
  const auto count = std::min(k_most, parse_id(request.parameter("count").value_or("10")).value_or(k_usual_count));
  json list = json::array();
  for (std::int64_t i = 1; i <= count; ++i) {
    auto record = record_of(set.field("output_schema"), i);
    if (request.flag("include_metadata") || context.switches.at<"samples">() == "wrapped") {
      list.push_back({{"rawMessage", std::move(record)},
                      {"nexlaMetaData", {{"resourceId", set.id}, {"ingestTime", context.now_ms}}}});
    } else {
      list.push_back(std::move(record));
    }
  }
  return ok(std::move(list));
}

} // namespace flowsync::sim
