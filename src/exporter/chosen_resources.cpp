#include "exporter/chosen_resources.hpp"

#include "exporter/config_text.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace flowsync::exporter {

std::vector<const LiveResource*> shared_in(const Inventory& inventory)
{
  std::vector<const LiveResource*> shared;
  const auto add = [&](ResourceKind type, const auto& is_shared) {
    const auto of_type = inventory.resources.find(type);
    if (of_type == inventory.resources.end()) {
      return;
    }
    for (const auto& [id, live] : of_type->second) {
      if (is_shared(live)) {
        shared.push_back(&live);
      }
    }
  };
  add(ResourceKind::lookup, [](const LiveResource& live) { return !live.sink_id; });
  add(ResourceKind::transform, [](const LiveResource&) { return true; });
  add(ResourceKind::code, [&](const LiveResource& live) {
    return live.body.value("reusable", nlohmann::json()) == true &&
           inventory.find(ResourceKind::transform, live.id) == nullptr;
  });
  add(ResourceKind::project, [](const LiveResource&) { return true; });
  return shared;
}

std::vector<const LiveResource*> lookups_in(const std::vector<const LiveResource*>& resources,
                                            const Inventory& inventory)
{
  std::set<ResourceId> ids;
  for (const auto* const resource : resources) {
    for (const auto* const field : {"source_config", "sink_config", "transform", "template_config"}) {
      if (const auto found = resource->body.find(field); found != resource->body.end()) {
        find_lookups(*found, ids);
      }
    }
  }
  std::vector<const LiveResource*> lookups;
  for (const auto id : ids) {
    const auto* const lookup = inventory.find(ResourceKind::lookup, id);
    if (lookup != nullptr && !lookup->sink_id) {
      lookups.push_back(lookup);
    }
  }
  return lookups;
}

std::vector<const LiveResource*> code_in(const std::vector<const LiveResource*>& resources, const Inventory& inventory)
{
  std::map<ResourceId, const LiveResource*> found;
  const auto note = [&](ResourceId id) {
    const auto* const transform = inventory.find(ResourceKind::transform, id);
    if (const auto* const listed = transform != nullptr ? transform : inventory.find(ResourceKind::code, id)) {
      found.emplace(id, listed);
    }
  };
  for (const auto* const resource : resources) {
    const auto transform = resource->body.find("transform_id");
    if (transform != resource->body.end() && transform->is_number_integer()) {
      note(transform->get<ResourceId>());
    }
    if (resource->code_container_id) {
      note(*resource->code_container_id);
    }
  }
  std::vector<const LiveResource*> code;
  for (const auto& [id, listed] : found) {
    code.push_back(listed);
  }
  return code;
}

const LiveProject* project_of(const LiveResource& live, const Inventory& inventory)
{
  const auto found =
      std::find_if(inventory.projects.begin(), inventory.projects.end(),
                   [&](const LiveProject& project) { return !project.name.empty() && project.holds(live); });
  return found != inventory.projects.end() ? &*found : nullptr;
}

std::vector<const LiveResource*> projects_in(const std::vector<const LiveResource*>& resources,
                                             const Inventory& inventory)
{
  std::map<ResourceId, const LiveResource*> found;
  for (const auto* const resource : resources) {
    const auto* const project = project_of(*resource, inventory);
    if (const auto* const listed = project != nullptr ? inventory.find(ResourceKind::project, project->id) : nullptr) {
      found.emplace(project->id, listed);
    }
  }
  std::vector<const LiveResource*> projects;
  for (const auto& [id, listed] : found) {
    projects.push_back(listed);
  }
  return projects;
}

std::vector<const LiveResource*> resources_of(const std::vector<Pipeline>& pipelines)
{
  std::vector<const LiveResource*> resources;
  std::set<const LiveResource*> seen;
  const auto add = [&](const LiveResource* resource) {
    if (resource != nullptr && seen.insert(resource).second) {
      resources.push_back(resource);
    }
  };
  for (const auto& pipeline : pipelines) {
    add(pipeline.source);
    std::for_each(pipeline.nexsets.begin(), pipeline.nexsets.end(), add);
    add(pipeline.sink);
  }
  return resources;
}

} // namespace flowsync::exporter
