#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace flowsync {

// Text from the service or a spec made safe for a terminal line: invalid UTF-8 becomes U+FFFD; control characters
// (line breaks and escape included) and bidirectional or invisible formatting characters are dropped, line breaks and
// tabs become one blank. The result never holds a raw line break, nor a command to what reads logs (log_commands.hpp),
// nor a value that is withheld (withheld.hpp): what is cut or taken apart afterwards could not be told from other text.
std::string printable(std::string_view text);

// Whether a character beyond ASCII is a control or changes the direction or visibility of what surrounds it, and is
// therefore never shown as it is.
bool is_invisible(std::uint32_t code);

} // namespace flowsync
