#include "plan/compare.hpp"

#include "base/secret.hpp"
#include "base/text.hpp"
#include "model/number_text.hpp"
#include "model/parts.hpp"
#include "model/pointer.hpp"
#include "model/secret_places.hpp"
#include "model/sensitive_keys.hpp"
#include "plan/aligned.hpp"
#include "plan/changed_part.hpp"
#include "plan/equality.hpp"
#include "plan/field_origin.hpp"
#include "plan/fields.hpp"
#include "plan/list_pairs.hpp"
#include "plan/pointer.hpp"
#include "plan/secret_memory.hpp"
#include "plan/sides.hpp"
#include "plan/unread.hpp"

#include <algorithm>
#include <iterator>

namespace flowsync::plan {

namespace {

using nlohmann::json;

// A value that the service shows in place of a secret.
bool is_masked(const json& value)
{
  return value.is_string() ? is_masked_text(value.get_ref<const std::string&>()) : value.is_null();
}

class Comparer
{
public:
  Comparer(const DesiredResource& desired, const Record* record, const Resolver& resolve)
      : m_desired(desired),
        m_record(record != nullptr && record->applied.is_object() ? record : nullptr),
        m_places(m_record != nullptr ? SecretPlaces(*m_record) : SecretPlaces()),
        m_resolve(resolve)
  {
  }

  void field(const std::string& name, const json& wanted, const LiveResource& live)
  {
    const auto& rule = field_facts(name);
    if (rule.comparison == FieldComparison::not_read) {
      return;
    }
    m_class = rule.change;
    m_comparison = rule.comparison;
    m_irremovable = &live.irremovable;
    m_exact = m_desired.exact.contains(name);
    const auto path = pointer_below("", name);
    auto shown = live_field(live, name);
    const auto* const applied = m_record != nullptr ? member(&m_record->applied, name) : nullptr;
    if (!shown) {
      unreadable(path, wanted, applied);
      return;
    }
    fill_unread(name, live, wanted, applied, *shown);
    if (name == "data_map" && shown->is_object() && shown->value("name", json()) == "" && wanted.contains("name")) {
      (*shown)["name"] = wanted["name"]; // null names are met and say nothing (API notes F18)
    }
    const auto* const observed = m_record != nullptr ? member(&m_record->known(), name) : nullptr;
    const Sides sides{&wanted, applied, &*shown, observed};
    m_observed = observed != nullptr;
    if (rule.comparison == FieldComparison::config) {
      walk(path, "", sides);
    } else {
      leaf(path, name, sides);
    }
  }

  // A top-level field that was applied and is not wanted any more.
  void removed_field(const std::string& name, const json& applied, const LiveResource& live)
  {
    auto shown = live_field(live, name);
    const auto& rule = field_facts(name);
    if (shown) {
      fill_unread(name, live, json::object(), &applied, *shown);
    }
    // A set without a transform may show an empty wrapper (API notes J2).
    const bool gone = !shown || shown->is_null() || shown->empty() || *shown == "" || *shown == false ||
                      (rule.comparison == FieldComparison::transform && same_transform(*shown, json::object()));
    if (gone || rule.comparison == FieldComparison::not_read || rule.change == FieldClass::fixed) {
      return;
    }
    m_class = rule.change;
    const Sides sides{nullptr, &applied, &*shown, nullptr};
    add(pointer_below("", name), sides, same_by(rule.comparison, applied, *shown) ? Cause::spec : Cause::both);
  }

  Comparisons take()
  {
    for (auto* const found : {&m_result.changes, &m_result.outside}) {
      std::erase_if(*found, [&](const FieldChange& change) { return is_left_to_service(change.path); });
    }
    const auto by_path = [](const FieldChange& a, const FieldChange& b) { return a.path < b.path; };
    std::sort(m_result.changes.begin(), m_result.changes.end(), by_path);
    std::sort(m_result.outside.begin(), m_result.outside.end(), by_path);
    return std::move(m_result);
  }

private:
  void fill_unread(const std::string& name, const LiveResource& live, const json& wanted, const json* applied,
                   json& shown)
  {
    const auto resolve = [this](const std::string& path, const json& value) {
      std::set<std::string> unknown;
      return resolve_at(path, value, m_desired.deferred, m_resolve, unknown);
    };
    auto guessed = take_unread({name, live, wanted, applied, m_record != nullptr}, resolve, shown);
    std::move(guessed.begin(), guessed.end(), std::back_inserter(m_result.unverified));
  }

  bool is_left_to_service(const std::string& path) const
  {
    return std::any_of(m_desired.ignored.begin(), m_desired.ignored.end(),
                       [&](const std::string& ignored) { return is_within(path, ignored); });
  }

  void walk(const std::string& path, const std::string& key, const Sides& sides)
  {
    const bool live_is_map = sides.live == nullptr || sides.live->is_object() || sides.live->is_null();
    if (sides.desired->is_object() && live_is_map && !m_desired.deferred.contains(path)) {
      walk_map(path, sides);
    } else if (sides.desired->is_array() && is_own_spelling(path, *sides.desired, sides.live, key)) {
      return;
    } else if (sides.desired->is_array() && sides.live != nullptr && pairs_up(*sides.desired, *sides.live)) {
      for (std::size_t i = 0; i < sides.desired->size(); ++i) {
        walk(pointer_below(path, i), "", element(sides, i));
      }
    } else {
      leaf(path, key, sides);
    }
  }

  Sides element(const Sides& sides, std::size_t index) const
  {
    const auto other = [&](const json* list) -> const json* {
      const auto at = list != nullptr ? counterpart(*sides.desired, index, *list) : std::nullopt;
      return at ? &(*list)[*at] : nullptr;
    };
    return {&(*sides.desired)[index], other(sides.applied), other(sides.live), other(sides.observed)};
  }

  void walk_map(const std::string& path, const Sides& sides)
  {
    if (sides.desired->empty() && sides.live == nullptr && path.find('/', 1) != std::string::npos) {
      leaf(path, "", sides); // an empty map is a value of its own below the config's top
    }
    for (const auto& [key, value] : sides.desired->items()) {
      walk(pointer_below(path, key), key, sides.at(key));
    }
    if (sides.live == nullptr || !sides.live->is_object()) {
      return;
    }
    for (const auto& [key, value] : sides.live->items()) {
      if (!sides.desired->contains(key)) {
        live_only(pointer_below(path, key), sides.at(key));
      }
    }
    if (sides.observed != nullptr && sides.observed->is_object()) {
      for (const auto& [key, value] : sides.observed->items()) {
        if (!sides.desired->contains(key) && !sides.live->contains(key) && member(sides.applied, key) == nullptr) {
          add_outside(pointer_below(path, key), sides.at(key));
        }
      }
    }
  }

  // A key that the service has and the spec does not name.
  void live_only(const std::string& path, const Sides& sides)
  {
    if (m_record != nullptr && m_record->not_kept.contains(path)) {
      return;
    }
    if ((m_exact || sides.applied != nullptr) && m_irremovable != nullptr && m_irremovable->contains(path)) {
      m_result.irremovable.push_back(path);
      return;
    }
    if (m_desired.tombstones.contains(path) || (m_exact && sides.applied == nullptr)) {
      const auto cause = m_record == nullptr         ? Cause::unknown
                         : sides.applied != nullptr  ? Cause::spec
                         : sides.observed == nullptr ? Cause::drift
                                                     : Cause::spec;
      add(path, sides, cause);
    } else if (sides.applied != nullptr) {
      add(path, sides, same(*sides.applied, *sides.live) ? Cause::spec : Cause::both);
    } else if (m_observed &&
               (sides.observed == nullptr || !(same(*sides.observed, *sides.live) || is_masked(*sides.observed) ||
                                               same_but_masked(*sides.observed, *sides.live)))) {
      add_outside(path, sides);
    }
  }

  bool equal(const json& a, const json& b, const std::string& key) const { return same_by(m_comparison, a, b, key); }

  void leaf(const std::string& path, const std::string& key, const Sides& sides)
  {
    if (holds_reference(path)) {
      reference_leaf(path, key, sides);
      return;
    }
    if (sides.live != nullptr && is_secret(path) && is_masked(*sides.live)) {
      hidden_secret(path, *sides.desired, sides);
      return;
    }
    if (sides.live != nullptr && equal(*sides.desired, *sides.live, key)) {
      return;
    }
    if (!is_own_spelling(path, *sides.desired, sides.live, key)) {
      add(path, sides, cause_of(path, sides, key));
    }
  }

  // Whether the service shows the value as it was seen to spell it.
  bool is_own_spelling(const std::string& path, const json& sent, const json* shown, const std::string& key) const
  {
    if (m_record == nullptr) {
      return false;
    }
    const auto* const found = m_record->spellings.find(path);
    if (found == nullptr || !equal(found->sent, sent, key)) {
      return false;
    }
    const auto& known = found->shown;
    return shown == nullptr ? !known : known && equal(*known, *shown, key);
  }

  Cause cause_of(const std::string& path, const Sides& sides, const std::string& key) const
  {
    if (m_record == nullptr) {
      return Cause::unknown;
    }
    const bool spec = sides.applied == nullptr || !equal(*sides.desired, *sides.applied, key);
    const bool drift = sides.applied != nullptr &&
                       (sides.live == nullptr || !equal(*sides.live, *sides.applied, key)) &&
                       !is_own_spelling(path, *sides.applied, sides.live, key);
    return spec && drift ? Cause::both : drift ? Cause::drift : Cause::spec;
  }

  bool holds_reference(const std::string& path) const { return has_within(m_desired.deferred, path); }

  bool is_secret(const std::string& path) const { return has_within(m_desired.sensitive, path); }

  // A value with ${secret.…} or ${ref.…} in it: what was applied is known by its reference, what is live by its value,
  // if the service shows it and this run knows it.
  void reference_leaf(const std::string& path, const std::string& key, const Sides& sides)
  {
    const bool applied_same = sides.applied != nullptr && *sides.applied == plain_numbers(*sides.desired);
    std::set<std::string> unknown;
    const auto value = resolve_at(path, *sides.desired, m_desired.deferred, m_resolve, unknown);
    const bool hidden = sides.live == nullptr ? is_secret(path) : is_secret(path) && is_masked(*sides.live);
    if (hidden || (!unknown.empty() && is_secret(path))) {
      if (!unknown.empty() || !hidden_secret(path, value, sides)) {
        if (m_record == nullptr || applied_same) {
          m_result.unverified.push_back(path);
        } else {
          add(path, sides, Cause::spec);
        }
      }
      return;
    }
    if (!unknown.empty()) {
      add(path, sides, m_record == nullptr ? Cause::unknown : Cause::spec);
      m_result.changes.back().after_unknown = true;
      m_result.changes.back().after.reset();
      return;
    }
    if ((sides.live != nullptr && equal(value, *sides.live, key)) || is_own_spelling(path, value, sides.live, key)) {
      return;
    }
    const Sides shown{&value, sides.applied, sides.live, sides.observed};
    if (is_secret(path) && sides.live != nullptr && was_applied(m_record, path, value) == false) {
      add(path, shown, was_applied(m_record, path, *sides.live) == true ? Cause::spec : Cause::both);
      m_result.changes.back().rotated = true;
      return;
    }
    add(path, shown, m_record == nullptr ? Cause::unknown : applied_same ? Cause::drift : Cause::spec);
  }

  // A secret that the service does not show: only what was applied can tell whether it changed. False: nothing is
  // remembered of it.
  bool hidden_secret(const std::string& path, const json& value, const Sides& sides)
  {
    const auto same = was_applied(m_record, path, value);
    if (same == false) {
      add(path, {&value, sides.applied, sides.live, sides.observed}, Cause::spec);
      m_result.changes.back().rotated = sides.applied != nullptr;
    }
    return same.has_value();
  }

  void unreadable(const std::string& path, const json& wanted, const json* applied)
  {
    if (m_record == nullptr) {
      m_result.unverified.push_back(path);
    } else if (applied == nullptr || !equal(wanted, *applied, "")) {
      add(path, {&wanted, applied, applied, nullptr}, Cause::spec);
    }
  }

  FieldChange change(const std::string& path, const Sides& sides, Cause cause) const
  {
    FieldChange result;
    result.path = path;
    result.cause = cause;
    result.field_class = m_class;
    result.sensitive = is_secret(path);
    const auto shown = [&](const json* value) -> std::optional<json> {
      if (value == nullptr) {
        return std::nullopt;
      }
      return result.sensitive ? json(k_sensitive_text) : *value;
    };
    result.before = shown(sides.live);
    result.after = shown(sides.desired);
    if (result.before && result.after && !result.sensitive) {
      result.before = aligned(m_comparison, *result.before, *result.after);
    }
    for (auto* const value : {&result.before, cause == Cause::outside ? &result.after : nullptr}) {
      if (value != nullptr && *value) {
        **value = m_places.masked(std::move(**value), path);
      }
    }
    const bool both = sides.desired != nullptr && sides.live != nullptr;
    result.origin = field_origin(m_desired, path + (both ? changed_part(*sides.desired, *sides.live) : std::string()),
                                 sides.desired != nullptr);
    return result;
  }

  void add(const std::string& path, const Sides& sides, Cause cause)
  {
    m_result.changes.push_back(change(path, sides, cause));
  }

  void add_outside(const std::string& path, const Sides& sides)
  {
    auto found = change(path, {sides.live, nullptr, sides.observed, nullptr}, Cause::outside);
    found.origin = {};
    m_result.outside.push_back(std::move(found));
  }

  const DesiredResource& m_desired;
  const Record* m_record;
  SecretPlaces m_places; // where secrets may still lie that the specs do not name any more
  const Resolver& m_resolve;
  FieldClass m_class = FieldClass::runtime;
  bool m_exact = false; // of the part, nothing else may be there
  const std::set<std::string>* m_irremovable = nullptr;
  bool m_observed = false; // the field as a whole was looked at before
  FieldComparison m_comparison = FieldComparison::text;
  Comparisons m_result;
};

} // namespace

Comparisons compare(const DesiredResource& desired, const json& full, const Record* record, const LiveResource& live,
                    const Resolver& resolve)
{
  Comparer comparer(desired, record, resolve);
  const auto wanted = desired.ignored.empty() ? json() : left_to_service(full, desired.ignored, live_document(live));
  for (const auto& [name, value] : (desired.ignored.empty() ? full : wanted).items()) {
    comparer.field(name, value, live);
  }
  if (record != nullptr && record->applied.is_object()) {
    for (const auto& [name, value] : record->applied.items()) {
      const bool parent = name == facts(desired.type).parent_id;
      const bool replaced = full.contains(field_facts(name).alternative);
      if (name == k_status_field || name == k_project_field || parent || replaced || full.contains(name)) {
        continue;
      }
      if (is_part(name)) { // only what was applied of it goes
        if (shows_field(live, name)) {
          comparer.field(name, json::object(), live);
        }
      } else {
        comparer.removed_field(name, value, live);
      }
    }
  }
  return comparer.take();
}

} // namespace flowsync::plan
