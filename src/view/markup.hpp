#pragma once

#include <string>
#include <string_view>

namespace flowsync::view {

// Printable text as text of XML or HTML, or as an attribute between double quotes.
std::string markup_escape(std::string_view text);

// The same for HTML, also between single quotes.
std::string html_escape(std::string_view text);

} // namespace flowsync::view
