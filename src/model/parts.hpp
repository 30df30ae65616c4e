#pragma once

#include "model/address.hpp"

#include <array>
#include <string_view>
#include <vector>

namespace flowsync {

// A part of a resource that the service keeps under a path of its own (API notes B10, J3). A document holds it as a
// map, which compares and changes entry by entry: what the specs do not name stays.
inline constexpr std::string_view k_access_part = "access";               // "user ann@acme.example" -> role
inline constexpr std::string_view k_docs_part = "docs";                   // name -> text
inline constexpr std::string_view k_notifications_part = "notifications"; // "ERROR ops-slack" -> "active" or "paused"
inline constexpr std::string_view k_triggers_part = "triggers";           // "orders/sink/warehouse" -> the same
inline constexpr std::array k_all_parts{k_access_part, k_docs_part, k_notifications_part, k_triggers_part};

// Whether a field of a document is such a part.
bool is_part(std::string_view field);

// Whether a path (RFC 6901) of a document is a part or lies in one: the keys there are names of people and documents.
bool is_in_part(std::string_view path);

// The parts that resources of a type have.
std::vector<std::string_view> parts_of(ResourceKind type);

} // namespace flowsync
