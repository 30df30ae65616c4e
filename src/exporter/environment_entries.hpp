#pragma once

#include "base/result.hpp"
#include "exporter/export.hpp"

namespace flowsync::exporter {

// The environment's own file with the new aliases, secrets and `adopt` entries of an export; nothing when it needs
// none. Credentials are written with their names in the account. An entry that already says something else is an error
// at its place.
Result<std::optional<FileChange>, Diagnostics> environment_change(const Target& target, const Inventory& inventory,
                                                                  const Exported& exported);

// The environment variable that a new secret is read from: FLOWSYNC_SECRET_ORDERS_PASSWORD.
std::string variable_of_secret(const std::string& name);

} // namespace flowsync::exporter
