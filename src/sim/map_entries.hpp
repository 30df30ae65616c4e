#pragma once

#include "sim/object.hpp"

namespace flowsync::sim {

// The entries of a lookup (API notes B7): rows of strings, one per value of the primary key. All throw Refusal 400.

// Rows as sent, an array of them or an object {key: value}, added to the map; a row takes the place of the one with its
// key. A key that comes twice, or not at all, is refused. `replace` drops what was there before. Returns the rows as
// they are stored.
nlohmann::json put_entries(Object& map, const nlohmann::json& rows, bool replace);

// Puts the entries that are there under another primary key.
void rekey_entries(Object& map);

// The rows with these keys, a comma list in which * stands for any characters; in order of key.
nlohmann::json find_entries(const Object& map, std::string_view keys);
// Removes them.
void drop_entries(Object& map, std::string_view keys);

// All rows in order of key, how many there are, and a JSON Schema of their attributes (null without any).
nlohmann::json all_entries(const Object& map);
std::size_t entry_count(const Object& map);
nlohmann::json entry_schema(const Object& map);

} // namespace flowsync::sim
