#pragma once

namespace flowsync::state {

// The version of everything the state folder holds. Any change of the format, additions included, raises it: a program
// that does not know a field would lose it when it writes the file again.
inline constexpr int k_format_version = 1;

} // namespace flowsync::state
