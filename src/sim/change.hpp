#pragma once

#include "sim/fields.hpp"

namespace flowsync::sim {

// What POST and PUT of every kind have in common; what is special to a kind happens in between.

// The connector name under `key` in the body of a POST, which must be one that `is_known` knows, unless a switch or a
// vendor key says otherwise. Throws Refusal.
std::string connector_named(const Context& context, const nlohmann::json& body, const char* key,
                            bool (*is_known)(std::string_view));

// A new resource of the caller with the names of the body. Not yet in the world. Throws Refusal.
Object begin_create(Context& context, Kind kind, const nlohmann::json& body);

// Checks the body of a PUT against the fields of its kind and returns the resource with its new names and date.
// `type_key` is the field that is fixed after creation (source_type, ...), or null. Throws Refusal.
Object begin_update(const Context& context, const Object& before, nlohmann::json& body,
                    std::span<const FieldRule> rules, const char* type_key = nullptr);

// Puts the resource into the world and returns it as it is there.
ObjectPtr keep(Context& context, Object object);

} // namespace flowsync::sim
