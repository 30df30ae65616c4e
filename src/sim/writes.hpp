#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// POST: checks the body, puts the new resource (and what comes with it: a flow node, an inline credential, the
// container of inline code) into the world and returns it. Throws Refusal.
ObjectPtr create_credential(Context& context, nlohmann::json body);
ObjectPtr create_source(Context& context, nlohmann::json body);
ObjectPtr create_set(Context& context, nlohmann::json body);
ObjectPtr create_sink(Context& context, nlohmann::json body);
ObjectPtr create_project(Context& context, nlohmann::json body);
ObjectPtr create_container(Context& context, nlohmann::json body);
ObjectPtr create_map(Context& context, nlohmann::json body);
ObjectPtr create_channel(Context& context, nlohmann::json body);
ObjectPtr create_notification(Context& context, nlohmann::json body);
ObjectPtr create_trigger(Context& context, nlohmann::json body);

// PUT: partial at the top level, whole below it. Throws Refusal.
ObjectPtr update_credential(Context& context, const Object& before, nlohmann::json body);
ObjectPtr update_source(Context& context, const Object& before, nlohmann::json body);
ObjectPtr update_set(Context& context, const Object& before, nlohmann::json body);
ObjectPtr update_sink(Context& context, const Object& before, nlohmann::json body);
ObjectPtr update_project(Context& context, const Object& before, nlohmann::json body);
ObjectPtr update_container(Context& context, const Object& before, nlohmann::json body);
ObjectPtr update_map(Context& context, const Object& before, nlohmann::json body);
ObjectPtr update_channel(Context& context, const Object& before, nlohmann::json body);
ObjectPtr update_notification(Context& context, const Object& before, nlohmann::json body);

// Dispatch by kind.
ObjectPtr create(Context& context, Kind kind, nlohmann::json body);
ObjectPtr update(Context& context, const Object& before, nlohmann::json body);

// Puts a set below another: its parent, and node and origin of it and of everything below.
void hang_below(Context& context, Object& child, const Object& parent);

} // namespace flowsync::sim
