#include "sim/notification_types.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::sim {

namespace {

struct Events
{
  std::string resource_type;
  std::vector<std::string> event_types;
};

std::string category_of(const std::string& event_type)
{
  if (event_type == "RESETPASS" || event_type == "SHARE") {
    return "PLATFORM";
  }
  const bool data = event_type.starts_with("READ") || event_type.starts_with("WRITE") || event_type == "EMPTY_DATA" ||
                    event_type == "METRICS";
  return data ? "DATA" : "SYSTEM";
}

std::vector<NotificationType> make_types()
{
  const std::vector<Events> table{
      {"SOURCE",
       {"SHARE", "CREATE", "DELETE", "UPDATE", "ACTIVATE", "PAUSE", "ERROR", "ERROR_AGGREGATED", "MONITOR",
        "EMPTY_DATA", "READ_START", "READ_DONE"}},
      {"DATASET", {"SHARE", "CREATE", "DELETE", "UPDATE", "ACTIVATE", "PAUSE", "ERROR", "MONITOR"}},
      {"SINK",
       {"SHARE", "CREATE", "DELETE", "UPDATE", "ACTIVATE", "PAUSE", "ERROR", "MONITOR", "WRITE", "WRITE_START",
        "WRITE_DONE"}},
      {"DATA_FLOW", {"ERROR", "METRICS", "MONITOR"}},
      {"CUSTOM_DATA_FLOW", {"ERROR", "METRICS"}},
      {"ORG", {"METRICS"}},
      {"USER", {"RESETPASS"}},
  };
  std::vector<NotificationType> types;
  for (const auto& [resource_type, event_types] : table) {
    for (const auto& event_type : event_types) {
      types.push_back({static_cast<Id>(types.size() + 1), event_type, resource_type, category_of(event_type)});
    }
  }
  return types;
}

} // namespace

const std::vector<NotificationType>& notification_types()
{
  static const auto types = make_types();
  return types;
}

const NotificationType* notification_type(Id id)
{
  const auto& types = notification_types();
  const auto found = std::find_if(types.begin(), types.end(), [&](const auto& type) { return type.id == id; });
  return found == types.end() ? nullptr : &*found;
}

nlohmann::json render_notification_type(const NotificationType& type)
{
  return {{"name", fmt::format("{} {}", type.resource_type, type.event_type)},
          {"description", fmt::format("{} of a {}", type.event_type, type.resource_type)},
          {"category", type.category},
          {"event_type", type.event_type},
          {"resource_type", type.resource_type}};
}

} // namespace flowsync::sim
