#include "exec/parts.hpp"

#include "base/parallel.hpp"
#include "base/text.hpp"
#include "model/parts.hpp"
#include "model/pointer.hpp"
#include "nexla/notifications.hpp"
#include "nexla/triggers.hpp"
#include "plan/fields.hpp"
#include "plan/pointer.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace flowsync::exec {

namespace {

using nlohmann::json;

nexla::PartNames names_of(const Run& run)
{
  nexla::PartNames names{run.plan.bindings.teams, run.plan.identity.org_id};
  names.owner_of = [&run](const LiveKey& key) { return run.owner_of(key); };
  names.id_of = [&run](const Address& address) { return run.bound(address); };
  return names;
}

nlohmann::json read_entries(Run& run, const std::string& part, const LiveResource& live)
{
  auto shown = nexla::read_part(run.api, part, {live.type, live.id}, names_of(run), {});
  if (!shown) {
    throw ResourceFailure(shown.error());
  }
  return std::move(shown->entries);
}

// Entries that are not as they were to be.
std::vector<std::string> not_kept(const std::string& part, const nexla::PartChange& change, const json& shown)
{
  std::vector<std::string> paths;
  const auto path = [&](const std::string& key) { return pointer_below(pointer_below("", part), key); };
  for (const auto& [key, value] : change.put.items()) {
    if (!shown.contains(key) || shown[key] != value) {
      paths.push_back(path(key));
    }
  }
  for (const auto& key : change.gone) {
    if (shown.contains(key)) {
      paths.push_back(path(key));
    }
  }
  return paths;
}

void write_part(Run& run, const std::string& part, nexla::PartChange change, LiveResource& live)
{
  std::vector<std::string> lost;
  for (int attempt = 0; attempt < 2; ++attempt) {
    change.again = attempt > 0;
    if (auto done = nexla::change_part(run.api, part, {live.type, live.id}, change, names_of(run), {}); !done) {
      throw ResourceFailure(done.error());
    }
    live.body[part] = read_entries(run, part, live);
    lost = not_kept(part, change, live.body[part]);
    if (lost.empty()) {
      return;
    }
  }
  throw NotKept(lost);
}

nexla::ApiResult<Done> read_people(nexla::Api& api, const Desired& desired, PartReadings& readings,
                                   std::stop_token stop)
{
  if (plan::names_teams(desired)) {
    auto teams = nexla::list_people(api, "/teams", "name", stop);
    if (!teams.ok()) {
      return teams.error();
    }
    readings.teams = std::move(*teams);
  }
  if (plan::names_users(desired)) {
    auto users = nexla::list_people(api, "/users", "email", stop);
    if (!users.ok()) {
      return users.error();
    }
    if (*users) {
      auto& by_email = readings.users.emplace();
      for (const auto& [email, id] : **users) {
        by_email.emplace(lower(email), id);
      }
    }
  }
  return Done{};
}

bool reads(const std::vector<plan::PartKey>& parts, std::string_view part)
{
  return std::any_of(parts.begin(), parts.end(), [&](const plan::PartKey& key) { return key.part == part; });
}

using Channels = std::optional<std::map<std::string, nexla::Channel>>;

// Nothing where this key may not read them.
nexla::ApiResult<Channels> read_channels(nexla::Api& api, std::stop_token stop)
{
  auto channels = nexla::list_channels(api, stop);
  if (!channels.ok()) {
    return nexla::is_withheld(channels.error()) ? nexla::ApiResult<Channels>(Channels()) : channels.error();
  }
  return Channels(std::move(*channels));
}

nexla::ApiResult<Done> read_triggers(nexla::Api& api, nexla::PartNames& names, PartReadings& readings,
                                     std::stop_token stop)
{
  auto triggers = nexla::list_triggers(api, stop);
  if (triggers.ok()) {
    names.triggers = std::move(*triggers);
    return Done{};
  }
  if (triggers.error().kind == nexla::ApiError::Kind::absent) {
    readings.no_triggers = triggers.error().text();
  }
  return nexla::is_withheld(triggers.error()) ? nexla::ApiResult<Done>(Done{}) : triggers.error();
}

} // namespace

nexla::ApiResult<PartReadings> read_parts(nexla::Api& api, const PartQuestion& question, std::size_t threads,
                                          std::stop_token stop)
{
  const auto& parts = question.parts;
  PartReadings readings;
  readings.caller = question.identity.user_id;
  if (auto done = read_people(api, question.desired, readings, stop); !done) {
    return done.error();
  }
  nexla::PartNames names{readings.teams.value_or(std::map<std::string, ResourceId>{}), question.identity.org_id};
  names.owner_of = [&question](const LiveKey& key) {
    const auto found = question.owners.find(key);
    return found != question.owners.end() ? std::optional(found->second) : std::nullopt;
  };
  if (plan::names_channels(question.desired) || reads(parts, k_notifications_part)) {
    auto channels = read_channels(api, stop);
    if (!channels) {
      return channels.error();
    }
    names.channels = std::move(*channels);
  }
  if (names.channels) {
    auto& known = readings.channels.emplace();
    for (const auto& [name, channel] : *names.channels) {
      known.insert(name);
    }
  }
  if (plan::names_triggers(question.desired) || reads(parts, k_triggers_part)) {
    if (auto done = read_triggers(api, names, readings, stop); !done) {
      return done.error();
    }
  }
  std::vector<std::optional<nexla::ApiResult<nexla::Part>>> replies(parts.size());
  call_each(parts.size(), threads, [&](std::size_t i) {
    replies[i].emplace(nexla::read_part(api, parts[i].part, {parts[i].type, parts[i].id}, names, stop));
  });
  for (std::size_t i = 0; i < parts.size(); ++i) {
    auto& reply = *replies[i];
    if (reply.ok()) {
      readings.parts.push_back({parts[i], std::move(*reply), ""});
    } else if (nexla::is_withheld(reply.error())) {
      readings.parts.push_back({parts[i], {}, reply.error().text()});
    } else {
      return reply.error();
    }
  }
  return readings;
}

void take_in(Inventory& inventory, PartReadings readings)
{
  if (readings.teams) {
    inventory.teams = std::move(readings.teams);
  }
  if (readings.users) {
    inventory.users = std::move(readings.users);
  }
  if (readings.channels) {
    inventory.channels = std::move(readings.channels);
  }
  if (!readings.no_triggers.empty()) {
    inventory.no_triggers = std::move(readings.no_triggers);
  }
  for (auto& [key, part, withheld] : readings.parts) {
    auto& of_type = inventory.resources[key.type];
    const auto live = of_type.find(key.id);
    if (live == of_type.end()) {
      continue;
    }
    if (!withheld.empty()) {
      live->second.withheld.emplace(key.part, std::move(withheld));
      continue;
    }
    live->second.body[key.part] = std::move(part.entries);
    for (const auto& [id, entry] : part.users) {
      if (id == readings.caller || id == live->second.owner_id) {
        live->second.irremovable.insert(pointer_below(pointer_below("", key.part), entry));
      }
    }
  }
}

std::vector<plan::PartKey> parts_of_all(const std::vector<plan::LiveKey>& resources)
{
  std::vector<plan::PartKey> parts;
  for (const auto& [type, id] : resources) {
    for (const auto part : parts_of(type)) {
      parts.push_back({type, id, std::string(part)});
    }
  }
  return parts;
}

void show_parts(Run& run, const DesiredResource& wanted, LiveResource& live)
{
  for (const auto& item : wanted.document.items()) {
    if (is_part(item.key())) {
      live.body[item.key()] = read_entries(run, item.key(), live);
    }
  }
}

void write_parts(Run& run, const std::vector<plan::FieldChange>& changes, const json& document, LiveResource& live)
{
  std::map<std::string, nexla::PartChange> by_part;
  for (const auto& change : changes) {
    const json::json_pointer place(change.path);
    auto& part = by_part[plan::first_segment(change.path)];
    if (place.parent_pointer().empty()) { // the part could not be read: what it holds is not known
      part.put.update(document.value(place, json::object()));
    } else if (document.contains(place)) {
      part.put[place.back()] = document[place];
    } else {
      part.gone.push_back(place.back());
    }
  }
  for (const auto& [part, change] : by_part) {
    write_part(run, part, change, live);
  }
}

std::set<std::string> parts_in(const std::vector<plan::FieldChange>& changes)
{
  std::set<std::string> parts;
  for (const auto& change : changes) {
    if (auto name = plan::first_segment(change.path); is_part(name)) {
      parts.insert(std::move(name));
    }
  }
  return parts;
}

std::string what_of_parts(const std::vector<plan::FieldChange>& changes)
{
  const auto parts = parts_in(changes);
  return join_words({parts.begin(), parts.end()}) + " set";
}

std::vector<plan::FieldChange> all_of_parts(const json& document)
{
  std::vector<plan::FieldChange> changes;
  for (const auto& [field, entries] : document.items()) {
    if (!is_part(field)) {
      continue;
    }
    for (const auto& [key, value] : entries.items()) {
      plan::FieldChange change;
      change.path = pointer_below(pointer_below("", field), key);
      change.after = value;
      change.field_class = field_facts(field).change;
      changes.push_back(std::move(change));
    }
  }
  return changes;
}

json without_later_triggers(const Run& run, const DesiredResource& wanted, json document)
{
  const auto triggers = document.find(std::string(k_triggers_part));
  for (const auto& address : triggers != document.end() ? plan::triggered_by(wanted) : std::vector<Address>()) {
    const auto* const change = run.plan.find(address);
    if (change != nullptr && change->waiting && !run.bound(address)) {
      triggers->erase(address.text());
    }
  }
  return document;
}

json without_parts(json document)
{
  for (const auto part : k_all_parts) {
    document.erase(std::string(part));
  }
  return document;
}

} // namespace flowsync::exec
