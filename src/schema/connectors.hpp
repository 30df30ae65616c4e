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

// Whether a credential of this type can open a source or sink of that type: of the same type, or one of the two is no
// codename that is known here (the type of a credential may be a vendor's name, API notes B1), so that nobody can tell.
bool may_open(std::string_view credential_type, std::string_view connector);

} // namespace flowsync::schema
