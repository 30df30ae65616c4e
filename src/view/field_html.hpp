#pragma once

#include "view/field_text.hpp"

#include <string>

namespace flowsync::view {

// One changed field as HTML: its path, both sides beside each other with every changed part marked, and where the value
// comes from.
std::string field_html(const plan::FieldChange& field, const FieldStyle& style);

} // namespace flowsync::view
