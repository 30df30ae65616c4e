#include "sim/object.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace flowsync::sim {

using nlohmann::json;

namespace {

struct KindWords
{
  std::string_view path;
  std::string_view word;
};

constexpr std::array<KindWords, k_kind_count> k_words{
    {{"data_credentials", "data_credential"},
     {"data_sources", "data_source"},
     {"data_sets", "data_set"},
     {"data_sinks", "data_sink"},
     {"projects", "project"},
     {"code_containers", "code_container"},
     {"data_maps", "data_map"},
     {"doc_containers", "doc_container"},
     {"notification_channel_settings", "notification_channel_setting"},
     {"notification_settings", "notification_setting"},
     {"flow_triggers", "flow_trigger"}}};

// The ids of an object with their names in the data file.
struct IdField
{
  const char* name;
  Id Object::*member;
};

constexpr std::array<IdField, 12> k_id_fields{{{"owner", &Object::owner_id},
                                               {"org", &Object::org_id},
                                               {"copied", &Object::copied_from_id},
                                               {"node", &Object::node_id},
                                               {"up", &Object::parent_node_id},
                                               {"origin", &Object::origin_node_id},
                                               {"source", &Object::source_id},
                                               {"set", &Object::set_id},
                                               {"sink", &Object::sink_id},
                                               {"credential", &Object::credential_id},
                                               {"container", &Object::container_id},
                                               {"project", &Object::project_id}}};

} // namespace

std::string_view path_of(Kind kind)
{
  return k_words[static_cast<std::size_t>(kind)].path;
}

std::string_view word_of(Kind kind)
{
  return k_words[static_cast<std::size_t>(kind)].word;
}

std::optional<Kind> kind_of_path(std::string_view path)
{
  for (const auto kind : k_kinds) {
    if (path_of(kind) == path) {
      return kind;
    }
  }
  return std::nullopt;
}

const json& Object::field(const char* field_name) const
{
  static const json k_null = nullptr;
  const auto found = fields.find(field_name);
  return found == fields.end() ? k_null : *found;
}

std::string Object::text(const char* field_name) const
{
  const auto& value = field(field_name);
  return value.is_string() ? value.get<std::string>() : std::string();
}

bool is_running(const Object& object)
{
  std::string upper = object.status;
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return upper == "ACTIVE" || upper == "PROCESSING" || upper == "RATE_LIMITED";
}

json to_record(const Object& object)
{
  json record{{"kind", path_of(object.kind)},
              {"id", object.id},
              {"created", object.created_ms},
              {"updated", object.updated_ms},
              {"fields", object.fields}};
  if (object.name) {
    record["name"] = *object.name;
  }
  if (object.description) {
    record["description"] = *object.description;
  }
  if (!object.status.empty()) {
    record["status"] = object.status;
  }
  for (const auto& [name, member] : k_id_fields) {
    if (object.*member != 0) {
      record[name] = object.*member;
    }
  }
  if (!object.grants.empty()) {
    record["grants"] = grants_to_record(object.grants);
  }
  if (!object.flow_grants.empty()) {
    record["flow_grants"] = grants_to_record(object.flow_grants);
  }
  return record;
}

Object from_record(const json& record)
{
  Object object;
  const auto kind = kind_of_path(record.at("kind").get<std::string>());
  if (!kind) {
    throw std::runtime_error("unknown kind of resource");
  }
  object.kind = *kind;
  object.id = record.at("id").get<Id>();
  object.created_ms = record.at("created").get<std::int64_t>();
  object.updated_ms = record.at("updated").get<std::int64_t>();
  object.fields = record.at("fields");
  if (record.contains("name")) {
    object.name = record["name"].get<std::string>();
  }
  if (record.contains("description")) {
    object.description = record["description"].get<std::string>();
  }
  object.status = record.value("status", std::string());
  for (const auto& [name, member] : k_id_fields) {
    object.*member = record.value(name, Id{0});
  }
  object.grants = grants_from_record(record.value("grants", json::array()));
  object.flow_grants = grants_from_record(record.value("flow_grants", json::array()));
  return object;
}

} // namespace flowsync::sim
