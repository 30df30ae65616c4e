#include "sim/change.hpp"
#include "sim/projects.hpp"
#include "sim/writes.hpp"

#include <fmt/format.h>

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr auto k_project_fields = std::to_array<FieldRule>({
    {"name", FieldType::text, k_both | k_required},
    {"description", FieldType::nullable_text, k_both},
    {"data_flows", FieldType::array, k_both},
    {"tags", FieldType::array, k_both},
    {"client_identifier", FieldType::text, k_both},
    {"client_url", FieldType::text, k_both},
});

// The origin nodes of [{data_source_id} or {data_set_id}].
std::vector<Id> nodes_of(const Context& context, const json& data_flows)
{
  std::vector<Id> nodes;
  for (const auto& entry : data_flows) {
    if (!entry.is_object()) {
      throw invalid("data_flows holds objects", "data_flows");
    }
    const auto source = id_field(entry, "data_source_id");
    const auto set = id_field(entry, "data_set_id");
    if (source == 0 && set == 0) {
      throw invalid("a data_flow names a data_source_id or a data_set_id", "data_flows");
    }
    nodes.push_back(
        require(context, source != 0 ? Kind::source : Kind::set, source != 0 ? source : set, Role::collaborator)
            ->origin_node_id);
  }
  return nodes;
}

} // namespace

std::vector<Id> membership_nodes(const Context& context, const json& body)
{
  std::vector<Id> nodes;
  for (const auto& [key, value] : body.items()) {
    if (key == "data_flows" && value.is_array()) {
      nodes = nodes_of(context, value);
      continue;
    }
    if (key != "flows" || !value.is_array()) {
      throw invalid(fmt::format("property '#/' contains additional properties [\"{}\"] outside of the schema", key),
                    key);
    }
    for (const auto& id : value) {
      const auto object = id.is_number_integer() ? context.world.at_node(id.get<Id>()) : nullptr;
      if (!object || object->node_id != object->origin_node_id) {
        throw invalid(fmt::format("flow {} was not found", id.dump()), "flows");
      }
      if (role_of(context, *object) == Role::none) {
        throw Refusal(403, "AUTH_004", fmt::format("no permission for flow {}", id.dump()));
      }
      nodes.push_back(id.get<Id>());
    }
  }
  return nodes;
}

void set_membership(Context& context, const std::vector<Id>& nodes, Id project_id)
{
  for (const auto node : nodes) {
    Object origin = *context.world.at_node(node);
    origin.project_id = project_id;
    context.world.put(std::move(origin));
  }
}

void clear_membership(Context& context, Id project_id)
{
  const auto nodes = context.world.origins_of_project(project_id);
  set_membership(context, {nodes.begin(), nodes.end()}, 0);
}

ObjectPtr create_project(Context& context, json body)
{
  check_fields(context, body, k_project_fields, k_on_create);
  Object project = begin_create(context, Kind::project, body);
  copy_fields(project, body, {"client_identifier", "client_url"});
  write_tags(context, project, body);
  const auto id = keep(context, std::move(project))->id;
  set_membership(context, nodes_of(context, body.value("data_flows", json::array())), id);
  return context.world.find(Kind::project, id);
}

ObjectPtr update_project(Context& context, const Object& before, json body)
{
  Object project = begin_update(context, before, body, k_project_fields);
  copy_fields(project, body, {"client_identifier", "client_url"});
  write_tags(context, project, body);
  keep(context, std::move(project));
  if (body.contains("data_flows")) {
    const auto nodes = nodes_of(context, body["data_flows"]);
    clear_membership(context, before.id);
    set_membership(context, nodes, before.id);
  }
  return context.world.find(Kind::project, before.id);
}

} // namespace flowsync::sim
