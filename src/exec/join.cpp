#include "exec/join.hpp"

#include "base/timestamp.hpp"
#include "plan/equality.hpp"

#include <fmt/format.h>

#include <algorithm>

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

// A set that shows its transform and a container that shows the code say the same thing twice; the later word counts.
std::optional<Disagreement> settle_transform(LiveResource& set, const LiveResource& container)
{
  auto& own = set.body["transform"];
  const auto& code = container.body.at("code");
  if (!own.contains("transforms") || plan::same_body(own["transforms"], code)) {
    return std::nullopt;
  }
  auto by_set = fmt::format("{} {}", type_name(set.type), set.id);
  auto by_container = fmt::format("{} {}", type_name(container.type), container.id);
  if (is_newer(container, set)) {
    own["transforms"] = code;
    std::swap(by_set, by_container);
  }
  return Disagreement{set.type, set.id, "transform", std::move(by_set), std::move(by_container)};
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

void fill_from(LiveResource& into, LiveResource from)
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
  for (auto& [key, value] : from.body.items()) {
    auto& place = into.body[key];
    if (place.is_null()) {
      place = std::move(value);
      if (from.borrowed.contains(key)) {
        into.borrowed.insert(key);
      }
    }
  }
}

bool is_newer(const LiveResource& one, const LiveResource& other)
{
  if (one.updated_at == other.updated_at) {
    return false;
  }
  const auto mine = parse_timestamp(one.updated_at);
  const auto its = parse_timestamp(other.updated_at);
  return mine && its && *mine > *its;
}

bool shows_transform(const LiveResource& set)
{
  const auto own = set.body.find("transform");
  return own != set.body.end() && own->is_object() && !set.borrowed.contains("transform");
}

std::optional<ResourceId> container_of(const LiveResource& live)
{
  const auto named = live.body.find("transform_id");
  const bool by_set = live.type == ResourceKind::nexset && named != live.body.end() && named->is_number_integer();
  return !live.code_container_id && by_set ? named->get<ResourceId>() : live.code_container_id;
}

std::optional<Disagreement> fill_from_container(LiveResource& live, const LiveResource& container)
{
  live.code_container_updated_at = container.updated_at;
  const auto code = container.body.find("code");
  const auto reusable = container.body.find("reusable");
  if (code == container.body.end() || (reusable != container.body.end() && *reusable == true)) {
    return std::nullopt; // shared code is known by its id
  }
  if (live.type != ResourceKind::nexset) {
    auto& own = live.body["code_container"] = json::object();
    for (const auto* const field : {"resource_type", "code_type", "code_encoding", "code"}) {
      if (const auto shown = container.body.find(field); shown != container.body.end()) {
        own[field] = *shown;
      }
    }
    live.borrowed.emplace("code_container");
  } else if (code->is_array() && !shows_transform(live)) {
    live.body["transform"] = json{{"transforms", *code}};
    live.borrowed.emplace("transform");
  } else if (code->is_array()) {
    return settle_transform(live, container);
  }
  return std::nullopt;
}

void fill_from_source(LiveResource& set, const LiveResource& source)
{
  const auto sets = source.body.find("data_sets");
  if (sets == source.body.end() || !sets->is_array() || shows_transform(set)) {
    return;
  }
  for (const auto& shown : *sets) {
    if (shown.is_object() && shown.contains("id") && shown["id"] == set.id && shown.contains("transform") &&
        shown["transform"].is_object()) {
      set.body["transform"] = shown["transform"];
      set.borrowed.erase("transform");
    }
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
  sink.borrowed.emplace("data_map");
}

} // namespace flowsync::exec
