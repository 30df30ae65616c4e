#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace flowsync {

// The shapes that a value can have in what a program writes: as it is, in JSON (once or twice, also all ASCII), in a
// URL, in HTML, in base64 of its own or of a text around it; of a value of several lines also each long line.
std::vector<std::string> forms_of(std::string_view value);

} // namespace flowsync
