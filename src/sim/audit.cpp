#include "sim/audit.hpp"

#include <array>

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr std::size_t k_kept_entries = 50; // of one resource
constexpr std::int64_t k_usual_page = 20;

std::string_view item_type(Kind kind)
{
  switch (kind) {
  case Kind::credential:
    return "DataCredentials";
  case Kind::source:
    return "DataSource";
  case Kind::set:
    return "DataSet";
  case Kind::sink:
    return "DataSink";
  case Kind::project:
    return "Project";
  case Kind::container:
    return "CodeContainer";
  case Kind::doc:
    return "DocContainer";
  case Kind::channel:
    return "NotificationChannelSetting";
  case Kind::notification:
    return "NotificationSetting";
  case Kind::trigger:
    return "FlowTrigger";
  case Kind::map:
    break;
  }
  return "DataMap";
}

// What people can change of a resource, by its names in the API; what the platform counts is not among it.
json shown_fields(const Object& object)
{
  json shown = object.fields;
  for (const auto* const own : {"runs", "run_log", "run_ids", "detected_count"}) {
    shown.erase(own);
  }
  shown["name"] = object.name ? json(*object.name) : json();
  shown["description"] = object.description ? json(*object.description) : json();
  shown["status"] = object.status;
  shown["owner_id"] = object.owner_id;
  shown["data_credentials_id"] = object.credential_id;
  shown["data_set_id"] = object.set_id;
  return shown;
}

json differences(const ObjectPtr& before, const ObjectPtr& after)
{
  const auto old_fields = before ? shown_fields(*before) : json::object();
  const auto new_fields = after ? shown_fields(*after) : json::object();
  json changes = json::object();
  const auto add = [&](const std::string& key) {
    const auto was = old_fields.value(key, json());
    const auto is = new_fields.value(key, json());
    if (was != is) {
      changes[key] = {was, is};
    }
  };
  for (const auto& [key, value] : old_fields.items()) {
    add(key);
  }
  for (const auto& [key, value] : new_fields.items()) {
    add(key);
  }
  return changes;
}

std::int64_t number_or(const Request& request, const char* name, std::int64_t otherwise)
{
  const auto text = request.parameter(name);
  return text ? parse_id(*text).value_or(otherwise) : otherwise;
}

} // namespace

void AuditLog::note(const Context& context, const Request& request, const World& world)
{
  if (context.caller == nullptr || request.method == "GET") {
    return;
  }
  for (const auto& [ref, before] : world.before_changes()) {
    const auto after = world.find(ref);
    auto changes = differences(before, after);
    const auto& object = after ? after : before;
    if (changes.empty() || !object) {
      continue;
    }
    const auto* const owner = context.people.user(object->owner_id);
    auto summary = json::array();
    for (const auto& [key, value] : changes.items()) {
      summary.push_back(key);
    }
    auto& entries = m_entries[ref];
    entries.push_front(
        {{"id", m_next++},
         {"item_type", item_type(ref.kind)},
         {"item_id", ref.id},
         {"event", !before ? "create"
                   : after ? "update"
                           : "destroy"},
         {"change_summary", std::move(summary)},
         {"object_changes", std::move(changes)},
         {"association_resource", nullptr},
         {"request_ip", "127.0.0.1"},
         {"request_user_agent", request.agent.empty() ? "Mozilla/5.0" : request.agent},
         {"request_url", context.base_url + request.path},
         {"user",
          {{"id", context.caller->id}, {"full_name", context.caller->full_name}, {"email", context.caller->email}}},
         {"impersonator_id", nullptr},
         {"org_id", object->org_id},
         {"owner_id", object->owner_id},
         {"owner_email", owner != nullptr ? owner->email : ""},
         {"created_at", timestamp(context.now_ms)}});
    if (entries.size() > k_kept_entries) {
      entries.pop_back();
    }
  }
}

json AuditLog::entries(const Context& context, const Request& request, const Object& object) const
{
  if (context.switches.at<"audit_log">() == "refused") {
    throw Refusal(403, "AUTH_004", "you may not read the audit log");
  }
  if (context.switches.at<"audit_log">() == "absent") {
    throw Refusal(404, "", "there is no such path");
  }
  const auto found = m_entries.find({object.kind, object.id});
  const auto from = request.parameter("from").value_or("");
  const auto to = request.parameter("to").value_or("~");
  const auto event = request.parameter("event_filter");
  const auto page = number_or(request, "page", 1);
  const auto per_page = number_or(request, "per_page", k_usual_page);
  std::int64_t number = 0;
  json list = json::array();
  for (const auto& entry : found != m_entries.end() ? found->second : std::deque<json>()) {
    const auto day = entry.at("created_at").get<std::string>().substr(0, 10); // from and to are days
    const bool wanted = day >= from.substr(0, 10) && day <= to.substr(0, 10) && (!event || entry.at("event") == *event);
    if (wanted && number++ / per_page == page - 1) {
      list.push_back(entry);
    }
  }
  return list;
}

} // namespace flowsync::sim
