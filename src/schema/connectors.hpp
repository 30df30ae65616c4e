#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace flowsync::schema {

// The connector codenames that are known to work (API notes D). Open sets: others are only worth a warning.
const std::vector<std::string>& source_connectors();
const std::vector<std::string>& sink_connectors();
const std::vector<std::string>& credential_connectors();

// Whether a source or sink of this type is created without a credential (API notes B2, B4).
bool source_needs_credential(std::string_view type);
bool sink_needs_credential(std::string_view type);

} // namespace flowsync::schema
