#pragma once

#include "exec/run.hpp"

namespace flowsync::exec {

// Whether a key of a lookup may stand in the path that deletes entries: not what could mean more than one entry, or
// another path.
bool may_be_deleted_by_path(std::string_view key);

// Makes the entries of a static lookup those of `wanted` (rows sorted by their key): rows that differ are upserted,
// keys that are not wanted are deleted (API notes B7). `again`: what was written before did not stay, so rows that
// differ are deleted first. A key that cannot stand in a path makes the rows be replaced as a whole. Throws
// ResourceFailure.
void write_entries(Run& run, ResourceId id, const std::string& primary_key, const nlohmann::json& wanted, bool again);

} // namespace flowsync::exec
