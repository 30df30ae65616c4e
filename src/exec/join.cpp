#include "exec/join.hpp"

namespace flowsync::exec {

namespace {

using nlohmann::json;

bool has(const json& body, const char* key)
{
  const auto found = body.find(key);
  return found != body.end();
}

void fill_text(std::string& into, const std::string& from, const json& body, const char* key)
{
  if (into.empty() && !has(body, key)) {
    into = from;
  }
}

template <typename T>
void fill(std::optional<T>& into, const std::optional<T>& from)
{
  if (!into) {
    into = from;
  }
}

} // namespace

void fill_links(LiveResource& into, const LiveResource& from)
{
  if (into.kind.empty()) {
    into.kind = from.kind;
  }
  fill(into.credential_id, from.credential_id);
  fill(into.source_id, from.source_id);
  fill(into.parent_set_id, from.parent_set_id);
  fill(into.sink_id, from.sink_id);
  fill(into.owner_id, from.owner_id);
  fill(into.org_id, from.org_id);
  fill(into.copied_from_id, from.copied_from_id);
  fill(into.node_id, from.node_id);
  fill(into.origin_node_id, from.origin_node_id);
  fill(into.project_id, from.project_id);
  fill(into.code_container_id, from.code_container_id);
  into.auto_generated = into.auto_generated || from.auto_generated;
}

void fill_from(LiveResource& into, const LiveResource& from)
{
  if (!into.body.is_object()) {
    into.body = json::object();
  }
  fill_text(into.name, from.name, into.body, "name");
  fill_text(into.description, from.description, into.body, "description");
  fill_text(into.status, from.status, into.body, "status");
  fill_text(into.updated_at, from.updated_at, into.body, "updated_at");
  if (into.code_container_updated_at.empty()) {
    into.code_container_updated_at = from.code_container_updated_at;
  }
  fill_links(into, from);
  into.read_alone = into.read_alone || from.read_alone;
  if (!from.body.is_object()) {
    return;
  }
  for (const auto& [key, value] : from.body.items()) {
    auto& place = into.body[key];
    if (place.is_null()) {
      place = value;
    }
  }
}

void fill_from_container(LiveResource& live, const LiveResource& container)
{
  live.code_container_updated_at = container.updated_at;
  const auto code = container.body.find("code");
  const auto reusable = container.body.find("reusable");
  if (code == container.body.end() || (reusable != container.body.end() && *reusable == true)) {
    return; // shared code is known by its id
  }
  if (live.type != ResourceType::data_set) {
    auto& own = live.body["code_container"] = json::object();
    for (const auto* const field : {"resource_type", "code_type", "code_encoding", "code"}) {
      if (const auto shown = container.body.find(field); shown != container.body.end()) {
        own[field] = *shown;
      }
    }
  } else if (!live.body.contains("transform") && code->is_array()) {
    live.body["transform"] = json{{"transforms", *code}};
  }
}

void fill_from_lookup(LiveResource& sink, const LiveResource& lookup)
{
  auto& filled = sink.body["data_map"] = json{{"name", lookup.name}};
  for (const auto* const field : {"map_primary_key", "emit_data_default", "data_defaults"}) {
    if (const auto shown = lookup.body.find(field); shown != lookup.body.end()) {
      filled[field] = *shown;
    }
  }
}

} // namespace flowsync::exec
