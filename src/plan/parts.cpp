#include "plan/parts.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/parts.hpp"
#include "plan/binding.hpp"
#include "plan/place.hpp"
#include "plan/pointer.hpp"
#include "plan/recorded.hpp"
#include "plan/targets.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::plan {

namespace {

using nlohmann::json;

constexpr std::string_view k_team = "team ";
constexpr std::string_view k_user = "user ";

// The names after a word in the access of a resource.
std::vector<std::string> names_after(const DesiredResource& desired, std::string_view word)
{
  std::vector<std::string> names;
  const auto* const access = member(&desired.document, std::string(k_access_part));
  if (access != nullptr && access->is_object()) {
    for (const auto& item : access->items()) {
      if (item.key().starts_with(word)) {
        names.push_back(item.key().substr(word.size()));
      }
    }
  }
  return names;
}

bool any_named(const Desired& desired, std::string_view word)
{
  return std::any_of(desired.resources.begin(), desired.resources.end(),
                     [&](const DesiredResource& resource) { return !names_after(resource, word).empty(); });
}

std::set<std::string> parts_in(const json& document)
{
  std::set<std::string> parts;
  if (document.is_object()) {
    for (const auto& item : document.items()) {
      if (is_part(item.key())) {
        parts.insert(item.key());
      }
    }
  }
  return parts;
}

Location place_of(const DesiredResource& desired, const std::string& entry)
{
  const auto found = desired.origins.find(child_path(child_path("", k_access_part), entry));
  return location(found != desired.origins.end() ? found->second.origin : desired.defined_at);
}

std::string meant(const std::string& name, const std::map<std::string, ResourceId>& known)
{
  std::vector<std::string> names;
  for (const auto& [other, id] : known) {
    names.push_back(other);
  }
  const auto near = nearest(name, names);
  return near ? fmt::format("did you mean \"{}\"?", printable(*near)) : "";
}

} // namespace

std::vector<PartKey> parts_needed(const Desired& desired, const Inventory& inventory, const StateData& state,
                                  const Targets& targets)
{
  const bool any = std::any_of(desired.resources.begin(), desired.resources.end(),
                               [](const auto& resource) { return !parts_in(resource.document).empty(); }) ||
                   std::any_of(state.records.begin(), state.records.end(),
                               [](const auto& record) { return !parts_in(record.second.applied).empty(); });
  if (!any) {
    return {};
  }
  Diagnostics unused;
  const LiveTree tree(inventory);
  const MarkIndex marks(desired, inventory, unused);
  const Identity nobody;
  const auto bindings = bind_all({desired, inventory, tree, state, nobody}, marks, unused);
  const auto wanted = targets.empty() ? std::set<Address>{} : targets_and_needs(desired, targets);
  std::vector<PartKey> needed;
  for (const auto& resource : desired.resources) {
    const auto& binding = bindings.at(resource.address);
    if (binding.verdict != Binding::Verdict::bound || !(targets.empty() || wanted.contains(resource.address))) {
      continue;
    }
    auto parts = parts_in(resource.document);
    if (const auto* const record = record_of(state, resource.address, binding)) {
      parts.merge(parts_in(record->applied));
    }
    for (const auto& part : parts) {
      needed.push_back({resource.type, binding.id, part});
    }
  }
  return needed;
}

bool names_teams(const Desired& desired)
{
  return any_named(desired, k_team);
}

bool names_users(const Desired& desired)
{
  return any_named(desired, k_user);
}

bool knows_teams(const DesiredResource& desired, const std::map<std::string, ResourceId>& teams)
{
  const auto named = names_after(desired, k_team);
  return std::all_of(named.begin(), named.end(), [&](const std::string& team) { return teams.contains(team); });
}

std::map<std::string, ResourceId> resolve_people(const Desired& desired, const Inventory& inventory,
                                                 Diagnostics& diagnostics)
{
  std::map<std::string, ResourceId> teams;
  std::set<std::pair<std::string, std::string>> reported; // what, and where
  const auto report = [&](const DesiredResource& resource, const std::string& entry, DiagnosticCode code,
                          std::string message, std::string hint) {
    const auto where = place_of(resource, entry);
    if (reported.emplace(entry, fmt::format("{}:{}:{}", where.file, where.line, where.column)).second) {
      diagnostics.error(code, std::move(message), where, std::move(hint));
    }
  };
  for (const auto& resource : desired.resources) {
    for (const auto& name : names_after(resource, k_team)) {
      const auto entry = std::string(k_team) + name;
      if (!inventory.teams) {
        report(resource, entry, "teams-not-listed",
               fmt::format("the team \"{}\" cannot be looked up: this user may not list teams", printable(name)),
               "use a key of somebody who may, or give access to users");
      } else if (const auto found = inventory.teams->find(name); found != inventory.teams->end()) {
        teams.insert(*found);
      } else {
        report(resource, entry, "unknown-team",
               fmt::format("no team called \"{}\" is visible to this user", printable(name)),
               meant(name, *inventory.teams));
      }
    }
    for (const auto& name : names_after(resource, k_user)) {
      const bool unknown = inventory.users && !inventory.users->empty() && !inventory.users->contains(name);
      if (unknown) {
        report(resource, std::string(k_user) + name, "unknown-user",
               fmt::format("the organisation has no user \"{}\"", printable(name)), meant(name, *inventory.users));
      }
    }
  }
  return teams;
}

void note_withheld(const DesiredResource& desired, const LiveResource& live, Diagnostics& diagnostics)
{
  for (const auto& [part, why] : live.withheld) {
    diagnostics.warning("part-withheld",
                        fmt::format("{}: `{}` cannot be read and is not compared with what is there ({})",
                                    desired.address.text(), part, printable(why)),
                        location(desired.defined_at), "use a key of its owner, or leave the word out of the specs");
  }
}

void note_irremovable(const DesiredResource& desired, const std::vector<std::string>& paths, Diagnostics& diagnostics)
{
  for (const auto& path : paths) {
    auto& note = diagnostics.add({});
    note.severity = Severity::note;
    note.code = "access-stays";
    note.exit = ExitCode::ok;
    note.message = fmt::format("{}: {} keeps its access: the owner of a resource, and the user of this key, cannot be "
                               "removed",
                               desired.address.text(), printable(json::json_pointer(path).back()));
    note.where = location(desired.defined_at);
  }
}

} // namespace flowsync::plan
