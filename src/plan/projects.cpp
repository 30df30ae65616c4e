#include "plan/projects.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "plan/place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace flowsync::plan {

namespace {

Location place_of(const DesiredResource& resource)
{
  return location(resource.origin_of("/project_id"));
}

std::vector<ResourceId> meant(const DesiredResource& resource, const std::vector<LiveProject>& projects)
{
  std::vector<ResourceId> ids;
  for (const auto& project : projects) {
    const auto& id = resource.nexla_project_id;
    if (id ? project.id == *id : project.name == resource.nexla_project) {
      ids.push_back(project.id);
    }
  }
  return ids;
}

void report_absent(const DesiredResource& resource, const std::vector<LiveProject>& projects, Diagnostics& diagnostics)
{
  if (resource.nexla_project_id) {
    diagnostics.error(
        "project-not-found",
        fmt::format("no Nexla project with the id {} is visible to this user", *resource.nexla_project_id),
        place_of(resource), "correct the id, or ask its owner to share it with this user");
    return;
  }
  std::vector<std::string> names(projects.size());
  std::transform(projects.begin(), projects.end(), names.begin(), [](const auto& project) { return project.name; });
  const auto near = nearest(resource.nexla_project, names);
  diagnostics.error(
      "project-not-found",
      fmt::format("no Nexla project called \"{}\" is visible to this user", printable(resource.nexla_project)),
      place_of(resource),
      near ? fmt::format("did you mean \"{}\"?", printable(*near))
           : "make it in Nexla first, or write a document of kind NexlaProject and join it by "
             "`nexla_project: {ref: NAME}`");
}

} // namespace

std::map<Address, ResourceId> resolve_projects(const Desired& desired, const std::vector<LiveProject>& projects,
                                               Diagnostics& diagnostics)
{
  std::map<Address, ResourceId> ids;
  std::set<std::pair<std::string, std::optional<ResourceId>>> reported;
  for (const auto& resource : desired.resources) {
    if (!resource.joins_project() || resource.own_project) {
      continue;
    }
    const auto found = meant(resource, projects);
    if (found.size() == 1) {
      ids.emplace(resource.address, found.front());
    } else if (!reported.insert({resource.nexla_project, resource.nexla_project_id}).second) {
      continue;
    } else if (found.empty()) {
      report_absent(resource, projects, diagnostics);
    } else {
      diagnostics.error("ambiguous-project",
                        fmt::format("{} Nexla projects are called \"{}\": {}", found.size(),
                                    printable(resource.nexla_project), fmt::join(found, ", ")),
                        place_of(resource), "name the one that is meant by `nexla_project: {id: N}`");
    }
  }
  return ids;
}

std::optional<ResourceId> joined_project(const DesiredResource& desired, const Bindings& bindings)
{
  if (desired.own_project) {
    const auto own = bindings.ids.find(*desired.own_project);
    return own != bindings.ids.end() ? std::optional(own->second) : std::nullopt;
  }
  const auto named = bindings.projects.find(desired.address);
  return named != bindings.projects.end() ? std::optional(named->second) : std::nullopt;
}

bool joins_unknown_project(const DesiredResource& desired, const Bindings& bindings)
{
  return desired.joins_project() && !desired.own_project && !bindings.projects.contains(desired.address);
}

void note_left_flows(const Inventory& inventory, Plan& plan)
{
  for (const auto& change : plan.changes) {
    if (change.type != ResourceKind::project || change.action != Action::remove) {
      continue;
    }
    const auto project = std::find_if(inventory.projects.begin(), inventory.projects.end(),
                                      [&](const LiveProject& known) { return known.id == change.id; });
    const auto members = project != inventory.projects.end() ? project->flow_nodes.size() : 0;
    if (members == 0) {
      continue;
    }
    auto& note = plan.diagnostics.add({});
    note.severity = Severity::note;
    note.code = "project-leaves-flows";
    note.exit = ExitCode::ok;
    note.message = fmt::format("{} (project {} \"{}\") is deleted, and {}", change.address.text(), *change.id,
                               printable(change.name),
                               members == 1 ? "its flow stays: only the membership goes"
                                            : fmt::format("its {} flows stay: only their membership goes", members));
  }
}

} // namespace flowsync::plan
