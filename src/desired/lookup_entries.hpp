#pragma once

#include "desired/resource_builder.hpp"

namespace flowsync::desired {

// `entries:` of a Lookup, written there or in a file of comma-separated values, as the field entries: rows sorted by
// the primary key, all values texts (API notes B7). Reported: rows without the key, keys that occur twice, values that
// are lists or maps.
void set_entries(ResourceBuilder& builder, const std::string& primary_key);

} // namespace flowsync::desired
