#include "nexla/decode_flows.hpp"

#include "nexla/decode.hpp"
#include "nexla/decode_value.hpp"
#include "nexla/surroundings.hpp"

#include <algorithm>

namespace flowsync::nexla {

namespace {

using Json = nlohmann::json;

// The resource that a node stands for. A node may repeat the ids of what it hangs below; those are not it.
std::optional<std::pair<ResourceKind, ResourceId>> subject_of(const Json& node, const LiveResource* parent)
{
  const auto own = [&](const char* key, ResourceKind type) -> std::optional<std::pair<ResourceKind, ResourceId>> {
    const auto id = id_of(node, key);
    if (!id || (parent != nullptr && parent->type == type && parent->id == *id)) {
      return std::nullopt;
    }
    return std::pair{type, *id};
  };
  const auto source = own("data_source_id", ResourceKind::source);
  const auto set = own("data_set_id", ResourceKind::nexset);
  const auto sink = own("data_sink_id", ResourceKind::sink);
  if (parent == nullptr && source) {
    return source;
  }
  return sink ? sink : set ? set : source;
}

// What the place in the tree says, where the resource itself did not.
void relate(LiveResource& live, const LiveResource& parent)
{
  if (live.type == ResourceKind::nexset && parent.type == ResourceKind::nexset) {
    live.parent_set_id = live.parent_set_id ? live.parent_set_id : parent.id;
    live.source_id.reset();
  } else if (live.type == ResourceKind::nexset && parent.type == ResourceKind::source && !live.parent_set_id) {
    live.source_id = live.source_id ? live.source_id : parent.id;
  } else if (live.type == ResourceKind::sink && parent.type == ResourceKind::nexset) {
    live.parent_set_id = live.parent_set_id ? live.parent_set_id : parent.id;
  } else if (live.type == ResourceKind::source && parent.type == ResourceKind::sink) {
    live.sink_id = live.sink_id ? live.sink_id : parent.id;
  }
}

} // namespace

LiveResource& FlowIndexReader::at(Key key)
{
  auto& live = m_resources[key];
  live.type = key.first;
  live.id = key.second;
  return live;
}

Result<std::size_t, std::string> FlowIndexReader::add(Json& page)
{
  if (page.is_array()) {
    return std::string("the service answers with a bare list of flows; flowsync needs the object with `flows`, "
                       "`data_sources`, `data_sets` and `data_sinks` side by side");
  }
  const auto flows = page.is_object() ? page.find("flows") : page.end();
  if (!page.is_object() || flows == page.end() || !(flows->is_array() || flows->is_null())) {
    return std::string("the answer holds no list of `flows`");
  }
  for (const auto kind : kinds_in_flow()) {
    add_elements(page, kind);
  }
  if (const auto containers = page.find("code_containers"); containers != page.end() && containers->is_array()) {
    for (const auto& container : *containers) {
      const auto id = decode_id(container);
      const auto date = container.is_object() ? text_of(container, "updated_at") : std::string{};
      if (id && !date.empty()) {
        m_container_dates[*id] = date;
      }
    }
  }
  if (const auto projects = page.find("projects"); projects != page.end() && projects->is_array()) {
    for (const auto& document : *projects) {
      if (auto project = decode_project(document)) {
        m_projects.try_emplace(project->id, LiveProject{project->id, project->name, {}});
      }
    }
  }
  std::size_t fresh = 0;
  for (const auto& origin : *flows) {
    const auto id = origin.is_object() ? id_of(origin, "id") : std::nullopt;
    if (!id) {
      return std::string("the answer holds a flow without a numeric id");
    }
    fresh += m_origins.insert(*id).second ? 1U : 0U;
    if (const auto project = id_of(origin, "project_id")) {
      auto& entry = m_projects.try_emplace(*project, LiveProject{*project, "", {}}).first->second;
      entry.flow_nodes.push_back(*id);
    }
    add_node(origin, nullptr, *id);
  }
  return fresh;
}

void FlowIndexReader::add_elements(Json& page, ResourceKind type)
{
  const auto elements = page.find(type_path(type));
  if (elements == page.end() || !elements->is_array()) {
    return;
  }
  for (auto& element : *elements) {
    if (auto live = decode_resource(type, std::move(element))) {
      drop_surroundings(*live);
      const auto id = live->id;
      merge(at({type, id}), std::move(*live));
    }
  }
}

void FlowIndexReader::add_node(const Json& node, const LiveResource* parent, ResourceId origin)
{
  LiveResource* live = nullptr;
  if (const auto subject = subject_of(node, parent)) {
    live = &at(*subject);
    const auto id = id_of(node, "id");
    live->node_id = id ? id : live->node_id;
    const auto own_origin = id_of(node, "origin_node_id");
    live->origin_node_id = own_origin ? *own_origin : origin;
    if (parent != nullptr) {
      relate(*live, *parent);
    } else if (const auto project = id_of(node, "project_id")) {
      live->project_id = project;
    }
  }
  const auto children = node.find("children");
  if (children == node.end() || !children->is_array()) {
    return;
  }
  for (const auto& child : *children) {
    if (child.is_object()) {
      add_node(child, live, origin); // at() never moves what it returned: std::map
    }
  }
}

FlowIndex FlowIndexReader::finish(bool whole) &&
{
  FlowIndex index;
  index.whole = whole;
  index.resources.reserve(m_resources.size());
  while (!m_resources.empty()) { // one at a time, so that they are not held twice
    auto live = std::move(m_resources.extract(m_resources.begin()).mapped());
    if (live.code_container_id) {
      const auto date = m_container_dates.find(*live.code_container_id);
      live.code_container_updated_at = date != m_container_dates.end() ? date->second : std::string{};
    }
    index.resources.push_back(std::move(live));
  }
  for (auto& [id, project] : m_projects) {
    auto& nodes = project.flow_nodes;
    std::sort(nodes.begin(), nodes.end());
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
    index.projects.push_back(std::move(project));
  }
  return index;
}

Result<FlowIndex, std::string> flow_index_of(Json& reply)
{
  FlowIndexReader reader;
  if (auto added = reader.add(reply); !added.ok()) {
    return std::move(added.error());
  }
  return std::move(reader).finish(true);
}

} // namespace flowsync::nexla
