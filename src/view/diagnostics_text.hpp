#pragma once

#include "base/diagnostic.hpp"
#include "view/paint.hpp"

#include <string>

namespace flowsync::view {

// One problem for a person: place, message and code; the source line with the place underlined; hint and further
// places. Text from files and from the service is made harmless.
std::string diagnostic_text(const Diagnostic& diagnostic, const Paint& paint);

// All of them in their order, a blank line between two. Empty when there are none.
std::string diagnostics_text(const Diagnostics& diagnostics, const Paint& paint);

// "2 errors, 1 warning"; "no problems" when there are none. Notes do not count.
std::string count_problems(const Diagnostics& diagnostics);

// "environments/prod/flows/orders.yaml:12:13" as far as it is known; "" without a file.
std::string place_text(const Location& where);

} // namespace flowsync::view
