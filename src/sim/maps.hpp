#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// The lookup that a sink of type data_map fills (API notes B7): makes it, or changes it by the `data_map` of a body as
// the switch says, and lets it follow the nexset of the sink. Does nothing for other sinks. Throws Refusal.
void store_sink_map(Context& context, Object& sink, const nlohmann::json& body);

// Gives a copied sink a lookup of its own, like that of the original.
void copy_sink_map(Context& context, const Object& original, Object& sink);

// PUT /data_maps/{id}/entries, GET and DELETE /data_maps/{id}/entries/{k1,k2}. Throw Refusal. What was put is returned
// as it is stored.
nlohmann::json upsert_entries(Context& context, const Object& before, nlohmann::json body);
void remove_entries(Context& context, const Object& before, std::string_view keys);

// Records arrive at a sink of type data_map. Returns its lookup as it is now; refuses for other sinks.
ObjectPtr fill_map(Context& context, const Object& sink, const nlohmann::json& rows);

// DELETE of a lookup, whatever refers to it.
void remove_map(Context& context, const Object& map);

} // namespace flowsync::sim
