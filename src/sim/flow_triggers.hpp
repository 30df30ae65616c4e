#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// A flow that runs after another one (API notes J3): `parent_node_id` of the object is the node whose event is waited
// for, `origin_node_id` the origin of the flow that runs then.
nlohmann::json render_trigger(const Object& trigger);

// PUT /flow_triggers/{id}/activate and /pause.
ObjectPtr trigger_verb(Context& context, const Object& trigger, const std::string& verb);

// Deletes the triggers that begin or end at a node that goes away.
void remove_triggers_of(Context& context, Id node_id);

} // namespace flowsync::sim
