#include "plan/planner.hpp"

#include "base/secret.hpp"
#include "base/secret_shapes.hpp"
#include "base/timestamp.hpp"
#include "base/withheld.hpp"
#include "model/habits.hpp"
#include "model/parts.hpp"
#include "model/pointer.hpp"
#include "model/secret_places.hpp"
#include "model/sensitive_keys.hpp"
#include "plan/binding.hpp"
#include "plan/duplicates.hpp"
#include "plan/equality.hpp"
#include "plan/fields.hpp"
#include "plan/pointer.hpp"
#include "plan/recorded.hpp"
#include "plan/targets.hpp"

#include <algorithm>
#include <type_traits>

namespace flowsync::plan {

namespace {

using nlohmann::json;

constexpr auto k_settling_time = std::chrono::seconds{2};
constexpr std::size_t k_rotation = 10; // longest unread resources that are read again although nothing moved

// Whether the specs say something of this resource that its own list and the flow index did not show, whatever another
// resource's tells of it.
bool needs_detail(const DesiredResource& desired, const LiveResource& live)
{
  return std::any_of(desired.document.items().begin(), desired.document.items().end(), [&](const auto& item) {
    return field_facts(item.key()).comparison != FieldComparison::not_read && !is_part(item.key()) &&
           (!shows_field(live, item.key()) || live.borrowed.contains(item.key()));
  });
}

// What the code container of a resource tells in its list is what was observed of the resource itself.
bool container_tells_the_same(const Record& record, const LiveResource& live)
{
  return std::all_of(live.borrowed.begin(), live.borrowed.end(), [&](const std::string& field) {
    const auto* const told = member(&live.body, field);
    const auto* const observed = member(&record.observed, field);
    if (told == nullptr || !told->is_object() || field == "data_map") {
      return true;
    }
    return observed != nullptr && std::all_of(told->items().begin(), told->items().end(), [&](const auto& item) {
             const auto* const known = member(observed, item.key());
             return known != nullptr && same_body(*known, item.value());
           });
  });
}

// What a write is read back from says nothing of the container's date; then its content decides.
bool container_moved(const Record& record, const LiveResource& live)
{
  if (record.container_updated_at.empty()) {
    return !live.code_container_updated_at.empty() && !container_tells_the_same(record, live);
  }
  return record.container_updated_at != live.code_container_updated_at;
}

bool fingerprint_moved(const Record& record, const LiveResource& live)
{
  const auto differs = [](const auto& recorded, const auto& seen) { return seen && recorded && *recorded != *seen; };
  return record.updated_at != live.updated_at || container_moved(record, live) ||
         differs(record.observed_credential, live.credential_id) || differs(record.observed_parent, live.parent_set_id);
}

// Whether a change after the reading must have another updated_at than what was read: the service tells parts of a
// second, or that second was over.
bool would_show_later_changes(const std::string& updated_at, WallTime read)
{
  const auto written = parse_timestamp(updated_at);
  return written &&
         (*written != std::chrono::floor<std::chrono::seconds>(*written) || read - *written >= k_settling_time);
}

void mask(json& document, const PathSet& sensitive)
{
  mask_sensitive_fields(document);
  for (const auto& path : sensitive) {
    const json::json_pointer place(path);
    if (document.contains(place)) {
      document[place] = k_sensitive_text;
    }
  }
}

// Hides what is withheld, looks like a secret or lies where one was (`masked` has these hidden already), in all texts
// but those that the specs ask for as they stand.
void hide_secrets(json& value, const json& masked, const json* wanted)
{
  const auto below = [&](const auto& key) -> const json* {
    if constexpr (std::is_same_v<std::decay_t<decltype(key)>, std::size_t>) {
      return wanted != nullptr && wanted->is_array() && key < wanted->size() ? &(*wanted)[key] : nullptr;
    } else {
      return member(wanted, key);
    }
  };
  if (value.is_object()) {
    for (auto& [key, item] : value.items()) {
      hide_secrets(item, masked.at(key), below(key));
    }
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      hide_secrets(value[i], masked.at(i), below(i));
    }
  } else if (wanted == nullptr || *wanted != value) {
    value = masked.is_string() ? json(without_secret_shapes(withheld().conceal(masked.get_ref<const std::string&>())))
                               : masked;
  }
}

} // namespace

std::vector<std::pair<ResourceKind, ResourceId>> reads_needed(const Desired& desired, const Inventory& inventory,
                                                              const StateData& state, bool full, const Targets& targets)
{
  std::set<LiveKey> reads;
  // Ids that are known from elsewhere and that no list shows: only a read tells absent from not visible.
  for (const auto& [address, record] : state.records) {
    if (inventory.find(record.type, record.id) == nullptr) {
      reads.insert({record.type, record.id});
    }
  }
  for (const auto& [address, entry] : desired.environment.adopt) {
    if (inventory.find(address.kind, entry.id) == nullptr) {
      reads.insert({address.kind, entry.id});
    }
  }
  Diagnostics unused;
  const LiveTree tree(inventory);
  const MarkIndex marks(desired, inventory, unused);
  const Identity nobody;
  const BindingInput input{desired, inventory, tree, state, nobody};
  const auto bindings = bind_all(input, marks, unused);
  // Two with one mark stop a flow: each is looked at before that is said.
  const Moves moves(desired);
  const Duplicates duplicates(input, marks, moves);
  for (const auto& [address, claims] : duplicates.all()) {
    for (const auto& claim : claims) {
      if (!claim.live->read_alone) {
        reads.insert({claim.live->type, claim.live->id});
      }
    }
  }
  const auto wanted = targets.empty() ? std::set<Address>{} : targets_and_needs(desired, targets);
  std::vector<std::pair<std::string, LiveKey>> trusted; // by when they were last read
  for (const auto& resource : desired.resources) {
    const auto& binding = bindings.at(resource.address);
    if (resource.detected && !resource.selector.has.empty() && binding.verdict != Binding::Verdict::bound &&
        resource.parent) {
      // Only their schemas tell which set is meant.
      if (const auto& source = bindings.at(*resource.parent); source.verdict == Binding::Verdict::bound) {
        for (const auto* const set : tree.detected_sets(source.id)) {
          reads.insert({set->type, set->id});
        }
      }
    }
    if (binding.verdict != Binding::Verdict::bound || !(targets.empty() || wanted.contains(resource.address))) {
      continue;
    }
    const auto* const live = inventory.find(resource.type, binding.id);
    const LiveKey key{resource.type, binding.id};
    if (live == nullptr || live->read_alone) {
      continue;
    }
    if (full) {
      reads.insert(key);
      continue;
    }
    if (!needs_detail(resource, *live)) {
      continue;
    }
    const auto* const record = record_of(state, resource.address, binding);
    if (record == nullptr || record->observed.is_null() || !record->settled ||
        state.facts.contains(std::string(habit::k_updated_at_frozen)) || fingerprint_moved(*record, *live)) {
      reads.insert(key);
    } else {
      trusted.emplace_back(record->read_at, key);
    }
  }
  const auto rotation = std::min(k_rotation, trusted.size());
  std::partial_sort(trusted.begin(), trusted.begin() + static_cast<std::ptrdiff_t>(rotation), trusted.end());
  for (std::size_t i = 0; i < rotation; ++i) {
    reads.insert(trusted[i].second);
  }
  return {reads.begin(), reads.end()};
}

void trust_observation(LiveResource& live, const Record& record)
{
  if (!record.observed.is_object()) {
    return;
  }
  for (const auto& [field, value] : record.observed.items()) {
    if (!shows_field(live, field)) {
      live.body[field] = value;
    } else if (live.borrowed.contains(field) && value.is_object() && live.body[field].is_object()) {
      for (const auto& [key, item] : value.items()) { // keys that the other resource's reply does not have
        live.body[field].emplace(key, item);
      }
    }
  }
}

Record observe(const DesiredResource& desired, const LiveResource& live, Record record, WallTime server_time,
               bool differs)
{
  record.address = desired.address;
  record.type = live.type;
  record.id = live.id;
  record.baseline.reset();
  record.looked_since = false;
  record.observed = json::object();
  for (const auto& item : desired.document.items()) {
    if (auto value = live_field(live, item.key())) {
      record.observed[item.key()] = std::move(*value);
    }
  }
  record.observed["name"] = live.name;
  const SecretPlaces places(record);
  for (auto& [field, value] : record.observed.items()) {
    hide_secrets(value, places.masked(value, pointer_below("", field)), member(&desired.document, field));
  }
  mask(record.observed, desired.sensitive);
  record.updated_at = live.updated_at;
  record.container_updated_at = live.code_container_updated_at;
  record.observed_credential = live.credential_id;
  record.observed_parent = live.parent_set_id;
  if (live.read_alone) {
    record.read_at = format_timestamp(server_time);
    record.settled = !differs && would_show_later_changes(live.updated_at, server_time);
  } else if (differs) {
    record.settled = false;
  }
  return record;
}

} // namespace flowsync::plan
