#pragma once

#include "plan/plan.hpp"
#include "view/resource_line.hpp"

#include <string>
#include <vector>

namespace flowsync::view {

// The fields of an update or replacement that change where a source reads from or a sink writes to: keys of its config
// that name a place (model/place_keys.hpp), and the credential. Empty for all other changes.
std::vector<const plan::FieldChange*> moved_fields(const plan::ResourceChange& change);

// "snowflake" -> "redshift": a field before and after, shortened; credentials by name.
std::string before_and_after(const plan::FieldChange& field, const CredentialNames& names);

// "orders/sink/wh writes elsewhere: database "SALES" -> "SALES_2""; of a change that has moved fields.
std::string moved_words(const plan::ResourceChange& change, const CredentialNames& names);

} // namespace flowsync::view
