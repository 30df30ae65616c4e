#pragma once

#include "sim/object.hpp"

namespace flowsync::sim {

// An event that people can be told of (API notes B10).
struct NotificationType
{
  Id id = 0;
  std::string event_type;
  std::string resource_type;
  std::string category; // PLATFORM, SYSTEM or DATA
};

// All of them; no account has others.
const std::vector<NotificationType>& notification_types();

// Null for an unknown id.
const NotificationType* notification_type(Id id);

// name, description, category, event_type and resource_type, as types and settings of that type show them.
nlohmann::json render_notification_type(const NotificationType& type);

} // namespace flowsync::sim
