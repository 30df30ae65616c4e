#pragma once

#include "model/live.hpp"
#include "spec/map_builder.hpp"

namespace flowsync::exporter {

// The entries of a part (model/parts.hpp) that specs can ask for: not the access of the owner and of this user, which
// is theirs anyway. Empty when nothing of the part was read.
nlohmann::json part_entries(const LiveResource& live, std::string_view part);

// Writes `access:`, `docs:` and `notifications:` as a person would have, from the entries in `document`. `templates`:
// paths of texts in the syntax of specs.
void put_parts(spec::MapBuilder& map, const nlohmann::json& document, const std::set<std::string>& templates);

} // namespace flowsync::exporter
