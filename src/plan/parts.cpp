#include "plan/parts.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/events.hpp"
#include "model/parts.hpp"
#include "model/pointer.hpp"
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

std::vector<std::string> entries_of(const DesiredResource& desired, std::string_view part)
{
  std::vector<std::string> entries;
  const auto* const shown = member(&desired.document, std::string(part));
  if (shown != nullptr && shown->is_object()) {
    for (const auto& item : shown->items()) {
      entries.push_back(item.key());
    }
  }
  return entries;
}

// The names after a word in the access of a resource.
std::vector<std::string> names_after(const DesiredResource& desired, std::string_view word)
{
  std::vector<std::string> names;
  for (const auto& entry : entries_of(desired, k_access_part)) {
    if (entry.starts_with(word)) {
      names.push_back(entry.substr(word.size()));
    }
  }
  return names;
}

// The channel of an entry of notifications; "" for a way of telling that needs none.
std::string channel_of(const std::string& entry)
{
  auto name = entry.substr(std::min(entry.size(), entry.find(' ') + 1));
  return is_way_of_telling(name) ? std::string() : name;
}

std::vector<std::string> unknown_channels(const DesiredResource& desired, const Inventory& inventory)
{
  auto entries = inventory.channels ? entries_of(desired, k_notifications_part) : std::vector<std::string>();
  std::erase_if(entries, [&](const std::string& entry) {
    const auto name = channel_of(entry);
    return name.empty() || inventory.channels->contains(name);
  });
  return entries;
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

Location place_of(const DesiredResource& desired, std::string_view part, const std::string& entry)
{
  return location(desired.origin_of(pointer_below(pointer_below("", part), entry)));
}

std::string meant(const std::string& name, const std::vector<std::string>& known)
{
  const auto near = nearest(name, known);
  return near ? fmt::format("did you mean \"{}\"?", printable(*near)) : "";
}

std::vector<std::string> names_in(const std::map<std::string, ResourceId>& known)
{
  std::vector<std::string> names;
  for (const auto& [name, id] : known) {
    names.push_back(name);
  }
  return names;
}

// Where this key may list users; one that sees nobody at all may not.
bool is_unknown_user(const std::string& name, const Inventory& inventory)
{
  return inventory.users && !inventory.users->empty() && !inventory.users->contains(name);
}

} // namespace

PartsNeeded parts_needed(const Desired& desired, const Inventory& inventory, const StateData& state,
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
  PartsNeeded needed;
  for (const auto& resource : desired.resources) {
    const auto& binding = bindings.at(resource.address);
    if (binding.verdict != Binding::Verdict::bound) {
      continue;
    }
    needed.owners.emplace(LiveKey{resource.type, binding.id}, resource.address);
    if (!targets.empty() && !wanted.contains(resource.address)) {
      continue;
    }
    auto parts = parts_in(resource.document);
    if (const auto* const record = record_of(state, resource.address, binding)) {
      parts.merge(parts_in(record->applied));
    }
    for (const auto& part : parts) {
      needed.keys.push_back({resource.type, binding.id, part});
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

bool names_channels(const Desired& desired)
{
  return std::any_of(desired.resources.begin(), desired.resources.end(), [](const DesiredResource& resource) {
    const auto entries = entries_of(resource, k_notifications_part);
    return std::any_of(entries.begin(), entries.end(),
                       [](const std::string& entry) { return !channel_of(entry).empty(); });
  });
}

bool names_triggers(const Desired& desired)
{
  return std::any_of(desired.resources.begin(), desired.resources.end(),
                     [](const DesiredResource& resource) { return !entries_of(resource, k_triggers_part).empty(); });
}

bool can_be_triggered(const DesiredResource& desired, const Inventory& inventory)
{
  return inventory.no_triggers.empty() || entries_of(desired, k_triggers_part).empty();
}

std::vector<Address> triggered_by(const DesiredResource& desired)
{
  std::vector<Address> addresses;
  for (const auto& entry : entries_of(desired, k_triggers_part)) {
    if (auto address = Address::parse(entry)) {
      addresses.push_back(std::move(*address));
    }
  }
  return addresses;
}

bool knows_users(const DesiredResource& desired, const Inventory& inventory)
{
  const auto named = names_after(desired, k_user);
  return std::none_of(named.begin(), named.end(),
                      [&](const std::string& name) { return is_unknown_user(name, inventory); });
}

bool knows_channels(const DesiredResource& desired, const Inventory& inventory)
{
  return unknown_channels(desired, inventory).empty();
}

std::map<std::string, ResourceId> resolve_people(const Desired& desired, const Inventory& inventory,
                                                 Diagnostics& diagnostics)
{
  std::map<std::string, ResourceId> teams;
  std::set<std::pair<std::string, std::string>> reported; // what, and where
  const auto report = [&](const DesiredResource& resource, const std::string& entry, DiagnosticCode code,
                          std::string message, std::string hint, std::string_view part = k_access_part) {
    const auto where = place_of(resource, part, entry);
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
               meant(name, names_in(*inventory.teams)));
      }
    }
    for (const auto& name : names_after(resource, k_user)) {
      if (is_unknown_user(name, inventory)) {
        report(resource, std::string(k_user) + name, "unknown-user",
               fmt::format("the organisation has no user \"{}\"", printable(name)),
               meant(name, names_in(*inventory.users)));
      }
    }
    for (const auto& entry : unknown_channels(resource, inventory)) {
      const auto name = channel_of(entry);
      auto hint = meant(name, {inventory.channels->begin(), inventory.channels->end()});
      report(resource, entry, "unknown-channel",
             fmt::format("the user of this key has set up no channel called \"{}\"", printable(name)),
             hint.empty() ? "set it up in Nexla, or write app, email, sms, slack or webhooks" : std::move(hint),
             k_notifications_part);
    }
    for (const auto& address :
         can_be_triggered(resource, inventory) ? std::vector<Address>() : triggered_by(resource)) {
      report(resource, address.text(), "no-triggers",
             fmt::format("this installation of Nexla has no triggers of flows ({})", printable(inventory.no_triggers)),
             "give the flow a schedule, and leave `triggers` out", k_triggers_part);
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
