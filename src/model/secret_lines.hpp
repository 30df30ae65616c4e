#pragma once

#include <string>
#include <string_view>

namespace flowsync {

// A line of a specification as messages may show it: what follows a sensitive key (see sensitive_keys.hpp) is cut off,
// unless it is a reference, and so is what looks like a secret or is withheld. "  password: hunter2" becomes "
// password: (sensitive)".
std::string without_secrets(std::string_view line);

} // namespace flowsync
