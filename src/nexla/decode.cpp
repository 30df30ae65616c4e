#include "nexla/decode.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"
#include "nexla/decode_value.hpp"

#include <algorithm>

namespace flowsync::nexla {

namespace {

using Json = nlohmann::json;
using Id = std::optional<ResourceId>;

Id first_of(const Json& object, std::initializer_list<std::string_view> keys)
{
  for (const auto key : keys) {
    if (const auto id = id_of(object, key)) {
      return id;
    }
  }
  return std::nullopt;
}

// The id of the first element of a list of objects or ids: `parent_data_sets` (API notes B3, G15).
Id first_element(const Json& object, const char* key)
{
  const auto found = object.find(key);
  if (found == object.end() || !found->is_array() || found->empty()) {
    return std::nullopt;
  }
  return decode_id(found->front());
}

void decode_relations(LiveResource& live, const Json& document)
{
  switch (live.type) {
  case ResourceKind::source:
  case ResourceKind::lookup:
    live.sink_id = id_of(document, "data_sink_id");
    break;
  case ResourceKind::nexset:
    live.parent_set_id = first_of(document, {"parent_data_set_id", "parent_data_set"});
    if (!live.parent_set_id) {
      live.parent_set_id = first_element(document, "parent_data_sets");
    }
    if (!live.parent_set_id) {
      live.source_id = first_of(document, {"data_source_id", "data_source"});
    }
    break;
  case ResourceKind::sink:
    live.parent_set_id = first_of(document, {"data_set_id", "data_set", "nexset"});
    break;
  default:
    break;
  }
}

// Code in a language is kept as it is or in base64 (API notes B9); here it is always base64, so that equal code is
// equal.
void encode_code(Json& container)
{
  const auto type = text_of(container, "code_type");
  const auto code = container.find("code");
  const bool language = type.starts_with("python") || type.starts_with("javascript");
  if (language && code != container.end() && code->is_string() && text_of(container, "code_encoding") == "none") {
    *code = encode_base64(code->get<std::string>());
    container["code_encoding"] = "base64";
  }
}

template <typename T>
void take(std::optional<T>& into, const std::optional<T>& more)
{
  if (more) {
    into = more;
  }
}

void take(std::string& into, const std::string& more, bool even_empty = false)
{
  if (even_empty || !more.empty()) {
    into = more;
  }
}

} // namespace

std::optional<LiveResource> decode_resource(ResourceKind type, Json document)
{
  const auto id = document.is_object() ? id_of(document, "id") : std::nullopt;
  if (!id) {
    return std::nullopt;
  }
  LiveResource live;
  live.type = type;
  live.id = *id;
  live.name = text_of(document, "name");
  live.description = text_of(document, "description");
  live.status = has_status(type) ? upper(text_of(document, "status")) : ""; // of the rest it says nothing to us
  if (const auto key = facts(type).type_field; !key.empty()) {
    live.kind = text_of(document, key);
  }
  if (type != ResourceKind::credential) {
    live.credential_id = first_of(document, {"data_credentials", "data_credentials_id"});
  }
  decode_relations(live, document);
  live.owner_id = first_of(document, {"owner", "owner_id"});
  live.org_id = first_of(document, {"org", "org_id"});
  live.copied_from_id = id_of(document, "copied_from_id");
  live.node_id = id_of(document, "flow_node_id");
  live.origin_node_id = id_of(document, "origin_node_id");
  live.project_id = id_of(document, "project_id");
  live.code_container_id = first_of(document, {"code_container_id", "code_container"});
  live.updated_at = text_of(document, "updated_at");
  const auto generated = document.find("auto_generated");
  live.auto_generated = generated != document.end() && generated->is_boolean() && generated->get<bool>();
  live.body = std::move(document);
  if (facts(type).is_code) {
    encode_code(live.body);
  }
  return live;
}

const char* detail_field(ResourceKind type)
{
  return type == ResourceKind::source ? "source_config" : type == ResourceKind::sink ? "sink_config" : "transform";
}

void merge(LiveResource& into, LiveResource more)
{
  const bool alone = more.read_alone;
  take(into.name, more.name, alone && more.body.contains("name"));
  take(into.description, more.description, alone && more.body.contains("description"));
  take(into.status, more.status);
  take(into.kind, more.kind);
  take(into.credential_id, more.credential_id);
  take(into.parent_set_id, more.parent_set_id);
  take(into.source_id, more.source_id);
  if (into.type == ResourceKind::nexset && into.parent_set_id) {
    into.source_id.reset(); // a derived set may name the source of its flow elsewhere
  }
  take(into.sink_id, more.sink_id);
  take(into.owner_id, more.owner_id);
  take(into.org_id, more.org_id);
  take(into.copied_from_id, more.copied_from_id);
  take(into.node_id, more.node_id);
  take(into.origin_node_id, more.origin_node_id);
  take(into.project_id, more.project_id);
  take(into.code_container_id, more.code_container_id);
  take(into.code_container_updated_at, more.code_container_updated_at);
  take(into.updated_at, more.updated_at);
  into.auto_generated = into.auto_generated || more.auto_generated;
  if (into.body.empty()) {
    into.body = std::move(more.body);
  } else {
    for (auto& [key, value] : more.body.items()) {
      if (alone || !value.is_null() || !into.body.contains(key)) {
        into.body[key] = std::move(value);
      }
    }
  }
  into.read_alone = into.read_alone || alone;
}

std::optional<LiveProject> decode_project(const Json& document)
{
  const auto id = document.is_object() ? id_of(document, "id") : std::nullopt;
  return id ? std::optional(LiveProject{*id, text_of(document, "name"), member_nodes(document)}) : std::nullopt;
}

std::vector<ResourceId> member_nodes(const Json& project)
{
  std::vector<ResourceId> nodes;
  if (const auto flows = project.find("flows"); flows != project.end() && flows->is_array()) {
    for (const auto& flow : *flows) {
      if (const auto node = decode_id(flow)) {
        nodes.push_back(*node);
      }
    }
  }
  std::sort(nodes.begin(), nodes.end());
  return nodes;
}

std::optional<Identity> decode_identity(const Json& document)
{
  if (!document.is_object()) {
    return std::nullopt;
  }
  const auto found = document.find("user");
  const Json& user = found != document.end() && found->is_object() ? *found : document;
  const auto id = id_of(user, "id");
  if (!id) {
    return std::nullopt;
  }
  Identity identity;
  identity.user_id = *id;
  identity.user_name = text_of(user, "full_name");
  for (const auto* const name : {"full_name", "name", "email"}) {
    identity.user_name = identity.user_name.empty() ? text_of(user, name) : identity.user_name;
  }
  for (const Json* const holder : {&document, &user}) {
    for (const auto* const key : {"org", "default_org"}) {
      const auto org = holder->find(key);
      if (!identity.org_id && org != holder->end()) {
        identity.org_id = decode_id(*org);
        identity.org_name = identity.org_id && org->is_object() ? text_of(*org, "name") : "";
      }
    }
    if (!identity.org_id) {
      identity.org_id = id_of(*holder, "org_id");
    }
  }
  return identity;
}

} // namespace flowsync::nexla
