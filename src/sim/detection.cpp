#include "sim/detection.hpp"

#include "sim/connectors.hpp"
#include "sim/server_defaults.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::sim {

using nlohmann::json;

namespace {

json schema_of(const std::vector<std::string>& attributes, std::int64_t number)
{
  json properties = json::object();
  if (attributes.empty()) {
    properties = {{"order_id", {{"type", "string"}}},
                  {"sku", {{"type", "string"}}},
                  {"quantity", {{"type", "integer"}}},
                  {"price", {{"type", "number"}}},
                  {"ordered_at", {{"type", "string"}, {"format", "date-time"}}}};
    if (number > 1) {
      properties[fmt::format("variant_{}", number)] = {{"type", "string"}};
    }
  }
  for (const auto& name : attributes) {
    properties[name] = {{"type", "string"}};
  }
  json schema{{"type", "object"}, {"properties", std::move(properties)}};
  add_schema_marks(schema);
  return schema;
}

bool locked_to_one(const Object& source)
{
  const auto& config = source.field("source_config");
  const auto& once = config.is_object() ? config.value("schema.detection.once", json()) : json();
  return once == true || once == "true";
}

std::int64_t detected_so_far(const Object& source)
{
  const auto& count = source.field("detected_count");
  return count.is_null() ? 0 : count.get<std::int64_t>();
}

} // namespace

void Detection::started(Context& context, Id source_id)
{
  const auto source = context.world.find(Kind::source, source_id);
  if (receives_data(source->text("source_type")) || detected_so_far(*source) > 0) {
    return;
  }
  wait(context, source_id);
  run_due(context);
}

void Detection::wait(Context& context, Id source_id)
{
  if (const auto delay = context.switches.number<"detection_ms">(); delay > 0) {
    m_due.emplace(context.now_ms + delay, source_id);
    return;
  }
  const auto polls = context.switches.number<"detection_polls">();
  if (polls == 0) {
    m_due.emplace(context.now_ms, source_id);
  } else {
    m_polls_left[source_id] = polls;
  }
}

void Detection::polled(Context& context, Id source_id)
{
  const auto found = m_polls_left.find(source_id);
  if (found == m_polls_left.end() || context.switches.at<"detection">() == "never") {
    return;
  }
  const auto source = context.world.find(Kind::source, source_id);
  if (!source || !is_running(*source)) {
    return;
  }
  if (--found->second <= 0) {
    finish(context, source_id);
  }
}

void Detection::run_due(Context& context)
{
  if (context.switches.at<"detection">() == "never") {
    return;
  }
  while (!m_due.empty() && m_due.begin()->first <= context.now_ms) {
    const auto id = m_due.begin()->second;
    m_due.erase(m_due.begin());
    finish(context, id);
  }
}

void Detection::finish(Context& context, Id source_id)
{
  m_polls_left.erase(source_id);
  const auto source = context.world.find(Kind::source, source_id);
  if (source && is_running(*source) && detected_so_far(*source) == 0) {
    add_detected_sets(context, source_id, context.switches.number<"detection_sets">());
  }
}

void Detection::rebuild(Context& context)
{
  m_polls_left.clear();
  m_due.clear();
  for (const auto& [id, source] : context.world.all(Kind::source)) {
    if (is_running(*source) && !receives_data(source->text("source_type")) && detected_so_far(*source) == 0) {
      wait(context, id);
    }
  }
}

std::vector<Id> add_detected_sets(Context& context, Id source_id, std::int64_t count,
                                  const std::vector<std::string>& attributes)
{
  Object source = *context.world.find(Kind::source, source_id);
  auto number = detected_so_far(source);
  const auto most = locked_to_one(source) ? std::max<std::int64_t>(0, 1 - number) : count;
  std::vector<Id> ids;
  for (std::int64_t i = 0; i < std::min(count, most); ++i) {
    ++number;
    Object set;
    set.kind = Kind::set;
    set.id = context.world.next_id(Kind::set);
    set.node_id = context.world.next_node_id();
    set.owner_id = source.owner_id;
    set.org_id = source.org_id;
    set.name = fmt::format("{} - {}", number, source.name.value_or(""));
    set.description = fmt::format("DataSet #{} detected from {}", number, source.name.value_or(""));
    set.status = source.status;
    set.created_ms = context.now_ms;
    touch(context, set);
    set.updated_ms = std::max(set.updated_ms, set.created_ms / 1000 * 1000);
    set.source_id = source.id;
    set.parent_node_id = source.node_id;
    set.origin_node_id = source.origin_node_id;
    const auto schema = schema_of(attributes, number);
    set.fields = {{"source_schema", schema}, {"output_schema", schema}, {"output_schema_validation_enabled", false}};
    ids.push_back(set.id);
    context.world.put(std::move(set));
  }
  source.fields["detected_count"] = number;
  if (context.switches.at<"updated_at">() == "on_run") {
    source.updated_ms = context.now_ms;
  }
  context.world.put(std::move(source));
  return ids;
}

} // namespace flowsync::sim
