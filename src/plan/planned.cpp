#include "plan/planned.hpp"

#include "base/secret.hpp"
#include "model/pointer.hpp"
#include "model/secret_places.hpp"
#include "model/sensitive_keys.hpp"
#include "plan/document.hpp"
#include "plan/fields.hpp"
#include "plan/pointer.hpp"
#include "plan/resolver.hpp"

#include <algorithm>

namespace flowsync::plan {

namespace {

using nlohmann::json;

void hide(json& document, const PathSet& paths)
{
  for (const auto& path : paths) {
    if (const json::json_pointer place(path); document.contains(place)) {
      document[place] = k_sensitive_text;
    }
  }
}

// What the specs ask for; secrets are hidden before anything else could be put in their place.
json wanted_document(const DesiredResource& desired, const Bindings& bindings)
{
  auto wanted = full_document(desired, bindings);
  hide(wanted, desired.sensitive);
  const std::map<std::string, Secret> no_secrets;
  std::set<std::string> unknown;
  return resolve_document(wanted, desired.deferred, make_resolver(bindings, no_secrets), unknown);
}

} // namespace

json planned_document(const DesiredResource& desired, const Bindings& bindings, const LiveResource* live,
                      const Record* record, const std::vector<FieldChange>& changes)
{
  auto planned = wanted_document(desired, bindings);
  if (live != nullptr) {
    const auto applied = record != nullptr && record->applied.is_object() ? record->applied : json::object();
    const auto before = live_document(*live);
    const auto written = update_body(desired, planned, before, applied, changes);
    auto after = json::object();
    for (const auto& [field, value] : before.items()) {
      if (field_facts(field).in_specs || planned.contains(field)) {
        after[field] = value;
      }
    }
    after.update(written);
    planned = std::move(after);
    if (!live->status.empty()) {
      planned[std::string(k_status_field)] = live->status;
    }
  } else if (has_status(desired.type)) {
    planned[std::string(k_status_field)] = desired.state == RunState::paused ? "PAUSED" : "ACTIVE";
  }
  for (const auto& change : changes) {
    const auto field = first_segment(change.path);
    if (change.after && (field == k_status_field || field == k_project_field)) {
      planned[field] = *change.after;
    }
    if (change.after_unknown && change.path == pointer_below("", field)) {
      planned.erase(field); // the parent that this plan makes anew
    }
  }
  hide(planned, desired.sensitive);
  if (record != nullptr) {
    planned = SecretPlaces(*record).masked(std::move(planned), "");
  }
  mask_sensitive_fields(planned);
  mask_secret_shapes(planned);
  return planned;
}

} // namespace flowsync::plan
