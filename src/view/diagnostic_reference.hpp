#pragma once

#include <string>

namespace flowsync::view {

// The page docs/diagnostics.md: every code of the table in base/codes, with its cause, an example and a cure.
std::string diagnostic_reference();

} // namespace flowsync::view
