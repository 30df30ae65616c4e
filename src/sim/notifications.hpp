#pragma once

#include "sim/listing.hpp"

namespace flowsync::sim {

// GET /notification_types and /notification_types/list?event_type=&resource_type= (API notes B10). Throws Refusal.
Reply notification_type_paths(const Request& request, const std::vector<std::string>& path);

// GET /notification_settings/notification_types/{id} and /notification_settings/{resource_type}/{id}: the caller's
// settings of that type, or for that resource. Throws Refusal.
Reply notification_settings_of(Context& context, const Request& request, const std::vector<std::string>& path,
                               Listing& listing);

// What event_type, resource_type and status narrow a list of settings to.
Filter notification_filter(const Request& request);

// Channels and settings as replies show them.
nlohmann::json render_channel(const Object& channel);
nlohmann::json render_notification(const Context& context, const Object& setting);

} // namespace flowsync::sim
