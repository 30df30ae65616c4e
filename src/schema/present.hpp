#pragma once

#include "model/node.hpp"

#include <string_view>

namespace flowsync::schema {

// The entry of a map, unless it is absent or removed (a tombstone, or null): then nullptr.
inline const Entry* present(const Node& map, std::string_view key)
{
  const auto* const entry = map.find(key);
  const bool is_there = entry != nullptr && !entry->value->tombstone && entry->value->kind != NodeKind::null;
  return is_there ? entry : nullptr;
}

// The same for its value.
inline const Node* present_value(const Node& map, std::string_view key)
{
  const auto* const entry = present(map, key);
  return entry != nullptr ? entry->value.get() : nullptr;
}

// The value when it is text that is known already (it waits for no reference), otherwise nullptr.
inline const Node* known_text(const Node& map, std::string_view key)
{
  const auto* const value = present_value(map, key);
  return value != nullptr && value->is_string() && !value->deferred ? value : nullptr;
}

} // namespace flowsync::schema
