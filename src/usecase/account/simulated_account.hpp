#pragma once

#include <string>
#include <string_view>

namespace flowsync::usecase {

// What a new simulated account is to hold: the usual one for "". Throws Fatal, which lists them, for one that there is
// not.
std::string account_name(std::string_view wanted);

} // namespace flowsync::usecase
