#include "desired/beside.hpp"

#include "model/same_account.hpp"
#include "overlay/layers.hpp"
#include "overlay/pinned_base.hpp"
#include "overlay/settings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::desired {

std::vector<AdoptedElsewhere> adopted_elsewhere(const spec::Project& project, const Environment& environment,
                                                const overlay::ProcessEnvironment& process)
{
  std::vector<AdoptedElsewhere> result;
  for (const auto& name : overlay::environment_names(project)) {
    Diagnostics theirs;
    const auto layers =
        name != environment.name ? overlay::layers_of(project, name, theirs) : std::vector<const spec::Layer*>{};
    if (layers.empty()) {
      continue;
    }
    const auto other = overlay::load_environment(project, layers, process, theirs).environment;
    if (!same_account(environment, other)) {
      continue;
    }
    for (const auto& [address, entry] : other.adopt) {
      result.push_back({name, address, entry.id, entry.at, project.files->origin(entry.at)});
    }
  }
  return result;
}

void check_adopted_twice(const Environment& environment, const std::vector<AdoptedElsewhere>& elsewhere,
                         Severity severity, const SourceFiles& files, Diagnostics& diagnostics)
{
  for (const auto& adopted : environment.adopt) {
    const auto& address = adopted.first;
    const auto& entry = adopted.second;
    const auto other = std::find_if(elsewhere.begin(), elsewhere.end(), [&](const AdoptedElsewhere& one) {
      return one.stands_for(address.kind, entry.id);
    });
    if (other == elsewhere.end()) {
      continue;
    }
    const auto message = fmt::format("{} {} is adopted by {} and by {}: a resource belongs to one environment",
                                     type_name(address.kind), entry.id, other->environment, environment.name);
    const auto where = files.locate(entry.at, address.text());
    const auto hint = fmt::format("leave the entry in the environment that runs it, and remove the other one; what "
                                  "{} is missing then, apply makes for it",
                                  environment.name);
    auto& problem = severity == Severity::error ? diagnostics.error("adopted-twice", message, where, hint)
                                                : diagnostics.warning("adopted-twice", message, where, hint);
    problem.related.push_back({fmt::format("{} adopts it here, for {}", other->environment, other->address.text()),
                               files.locate(other->at, other->address.text())});
  }
}

std::vector<compare::EnvironmentPlaces> places_of_others(const spec::Project& project,
                                                         const std::vector<std::string>& environments,
                                                         const overlay::ProcessEnvironment& process)
{
  auto whole = project; // with the revisions that the others read
  Diagnostics theirs;
  std::vector<compare::EnvironmentPlaces> places;
  for (const auto& name : overlay::environment_names(project)) {
    if (std::find(environments.begin(), environments.end(), name) != environments.end()) {
      continue;
    }
    overlay::load_pinned_bases(whole, {name}, theirs);
    if (const auto other = overlay::render(whole, name, process, theirs)) {
      places.push_back(compare::used_places(*other));
    }
  }
  return places;
}

} // namespace flowsync::desired
