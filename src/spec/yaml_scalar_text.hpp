#pragma once

#include <string>
#include <string_view>

namespace flowsync::spec {

// A scalar in quotes, of one line, as write_yaml() would write it. `in_flow`: as it may stand between braces.
std::string requoted(std::string_view raw, bool in_flow);

// The same of a plain one: typed ones as they are (null as a word), texts with quotes where they need them.
std::string replained(std::string_view raw, bool in_flow);

} // namespace flowsync::spec
