#include "plan/projects.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "plan/place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace flowsync::plan {

std::map<std::string, ResourceId> resolve_projects(const Desired& desired, const std::vector<LiveProject>& projects,
                                                   Diagnostics& diagnostics)
{
  std::map<std::string, ResourceId> ids;
  std::set<std::string> reported;
  for (const auto& resource : desired.resources) {
    const auto& name = resource.nexla_project;
    if (name.empty() || ids.contains(name) || reported.contains(name)) {
      continue;
    }
    const auto at = resource.origins.find("/project_id");
    const auto where = location(at != resource.origins.end() ? at->second.origin : resource.defined_at);
    std::vector<std::string> found;
    std::vector<std::string> names;
    for (const auto& project : projects) {
      names.push_back(project.name);
      if (project.name == name) {
        found.push_back(std::to_string(project.id));
        ids[name] = project.id;
      }
    }
    if (found.size() > 1) {
      ids.erase(name);
      reported.insert(name);
      diagnostics.error(
          "ambiguous-project",
          fmt::format("{} Nexla projects are called \"{}\": {}", found.size(), printable(name), join_words(found)),
          where, "rename one of them in Nexla");
    } else if (found.empty()) {
      reported.insert(name);
      const auto near = nearest(name, names);
      diagnostics.error("project-not-found",
                        fmt::format("no Nexla project called \"{}\" is visible to this user", printable(name)), where,
                        near ? fmt::format("did you mean \"{}\"?", printable(*near))
                             : "make it in Nexla first, or write a document of kind NexlaProject and join it by "
                               "`nexla_project: {ref: NAME}`");
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
  const auto named = bindings.projects.find(desired.nexla_project);
  return named != bindings.projects.end() ? std::optional(named->second) : std::nullopt;
}

bool joins_unknown_project(const DesiredResource& desired, const Bindings& bindings)
{
  return !desired.nexla_project.empty() && !bindings.projects.contains(desired.nexla_project);
}

void note_left_flows(const Inventory& inventory, Plan& plan)
{
  for (const auto& change : plan.changes) {
    if (change.type != ResourceType::project || change.action != Action::remove) {
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
