#include "view/state_json.hpp"

#include "base/version.hpp"
#include "model/secret_places.hpp"
#include "model/sensitive_keys.hpp"
#include "view/state_text.hpp"

#include <fmt/format.h>

namespace flowsync::view {

namespace {

using Json = nlohmann::ordered_json;

Json null_if_empty(const std::string& text)
{
  return text.empty() ? Json() : Json(text);
}

Json document(const StateData& state, const std::string& environment)
{
  Json result;
  result["format_version"] = "1.0";
  result["flowsync_version"] = program_version();
  result["environment"] = environment;
  result["serial"] = state.serial;
  result["lineage"] = null_if_empty(state.lineage);
  return result;
}

Json head_of(const Record& record)
{
  Json result;
  result["address"] = record.address.text();
  result["type"] = type_name(record.type);
  result["id"] = record.id;
  result["name"] = null_if_empty(recorded_name(record));
  return result;
}

Json intent_json(const Intent& intent)
{
  Json result;
  result["address"] = intent.address.text();
  result["type"] = type_name(intent.type);
  result["sent_at"] = intent.sent_at;
  return result;
}

Json restoration_json(const Restoration& restoration)
{
  Json result;
  result["cause"] = restoration.cause.text();
  result["statuses"] = Json::object();
  for (const auto& [key, status] : restoration.statuses) {
    result["statuses"][fmt::format("{}/{}", type_name(key.first), key.second)] = status;
  }
  return result;
}

Json identity_json(const std::optional<Identity>& identity)
{
  if (!identity) {
    return {};
  }
  Json result;
  result["user_id"] = identity->user_id;
  result["user_name"] = null_if_empty(identity->user_name);
  result["org_id"] = identity->org_id ? Json(*identity->org_id) : Json();
  result["org_name"] = null_if_empty(identity->org_name);
  return result;
}

} // namespace

std::vector<const Restoration*> restorations_of(const Record& record, const StateData& state)
{
  std::vector<const Restoration*> found;
  for (const auto& [cause, restoration] : state.restorations) {
    if (cause == record.address || restoration.statuses.contains({record.type, record.id})) {
      found.push_back(&restoration);
    }
  }
  return found;
}

Json state_list_json(const StateData& state, const std::string& environment, const std::vector<const Record*>& records)
{
  auto result = document(state, environment);
  result["resources"] = Json::array();
  for (const auto* const record : records) {
    result["resources"].push_back(head_of(*record));
  }
  return result;
}

Json state_head_json(const StateData& state, const std::string& environment)
{
  auto result = document(state, environment);
  result["applied_at"] = null_if_empty(state.applied_at);
  result["applied_by"] = identity_json(state.identity);
  result["commit"] = null_if_empty(state.commit);
  result["commit_time"] = null_if_empty(state.commit_time);
  result["counts"] = Json::object();
  for (const auto& [address, record] : state.records) {
    auto& count = result["counts"][std::string(type_name(record.type))];
    count = count.is_null() ? 1 : count.get<int>() + 1;
  }
  result["completed"] = state.completed;
  result["facts"] = state.facts;
  result["intents"] = Json::array();
  for (const auto& [address, intent] : state.intents) {
    result["intents"].push_back(intent_json(intent));
  }
  result["restorations"] = Json::array();
  for (const auto& [cause, restoration] : state.restorations) {
    result["restorations"].push_back(restoration_json(restoration));
  }
  return result;
}

Json record_json(const Record& record, const StateData& state, const std::string& environment)
{
  auto result = document(state, environment);
  result.update(head_of(record));
  auto observed = SecretPlaces(record).masked(record.observed, "");
  mask_sensitive_fields(observed);
  mask_secret_shapes(observed);
  result["applied"] = record.applied;
  result["observed"] = observed;
  result["updated_at"] = null_if_empty(record.updated_at);
  result["read_at"] = null_if_empty(record.read_at);
  result["settled"] = record.settled;
  result["not_kept"] = record.not_kept;
  result["spellings"] = Json::object();
  for (const auto& [path, spelling] : record.spellings) {
    auto& entry = result["spellings"][std::string(path)] = Json::object();
    entry["sent"] = spelling.sent;
    entry["shown"] = spelling.shown.value_or(nullptr);
  }
  result["references"] = record.deferred;
  result["needs_replace"] = record.needs_replace;
  const auto intent = state.intents.find(record.address);
  result["intent"] = intent != state.intents.end() ? intent_json(intent->second) : Json();
  result["restorations"] = Json::array();
  for (const auto* const restoration : restorations_of(record, state)) {
    result["restorations"].push_back(restoration_json(*restoration));
  }
  return result;
}

} // namespace flowsync::view
