#include "plan/recorded.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "plan/document.hpp"
#include "plan/fields.hpp"
#include "plan/likeness.hpp"
#include "plan/pointer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace flowsync::plan {

namespace {

using nlohmann::json;

// The values that a field had when it was applied and when it was looked at, without those that say nothing.
std::vector<json> known_values(const Record& record, const std::string& field)
{
  std::vector<json> values;
  for (const auto* const side : {&record.applied, &record.observed, &record.known()}) {
    const auto* const value = side->is_object() ? member(side, field) : nullptr;
    if (value != nullptr && !value->is_null() && *value != "") {
      values.push_back(*value);
    }
  }
  return values;
}

bool differs(const std::vector<json>& known, const json& now)
{
  return !known.empty() &&
         std::none_of(known.begin(), known.end(), [&](const json& value) { return looks_like(value, now); });
}

} // namespace

const Record* record_of(const StateData& state, const Address& address, const Binding& binding)
{
  for (const auto& known_as : {address, binding.previous_address.value_or(address)}) {
    const auto record = state.records.find(known_as);
    if (record != state.records.end() && record->second.type == address.kind && record->second.id == binding.id) {
      return &record->second;
    }
  }
  return nullptr;
}

std::string why_not_the_recorded(const Record& record, const LiveResource& live, bool detected,
                                 std::optional<ResourceId> source)
{
  if (detected) {
    if (live.parent_set_id) {
      return fmt::format("comes from data_set {}, and a detected one comes from none", *live.parent_set_id);
    }
    return source && live.source_id && *source != *live.source_id
               ? fmt::format("comes from data_source {}, not from {}", *live.source_id, *source)
               : "";
  }
  if (const auto names = known_values(record, "name"); !live.name.empty() && differs(names, live.name)) {
    return fmt::format("is called \"{}\", not \"{}\"", printable(live.name),
                       printable(names.front().is_string() ? names.front().get<std::string>() : names.front().dump()));
  }
  if (const std::string field(facts(record.type).type_field); !field.empty()) {
    auto types = known_values(record, field);
    std::erase_if(types, [](const json& type) { return !type.is_string(); });
    std::transform(types.begin(), types.end(), types.begin(),
                   [](const json& type) { return json(lower(type.get<std::string>())); });
    if (!live.kind.empty() && differs(types, lower(live.kind))) {
      return fmt::format("is of type {}, not {}", printable(live.kind), printable(types.front().get<std::string>()));
    }
  }
  if (live.parent_set_id) {
    auto parents = known_values(record, std::string(facts(record.type).parent_id));
    if (record.observed_parent) {
      parents.emplace_back(*record.observed_parent);
    }
    if (differs(parents, *live.parent_set_id)) {
      return fmt::format("comes from data_set {}, not from {}", *live.parent_set_id, parents.front().dump());
    }
  }
  return {};
}

} // namespace flowsync::plan
