#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flowsync::cli {

// What to type here instead of a command that a neighbouring tool has and flowsync has not: "use `flowsync plan -e
// ENV`"; nothing for other words.
std::optional<std::string> our_command_for(std::string_view word);

// The same for a flag, of any command.
std::optional<std::string> our_flag_for(std::string_view flag);

// What to say about a word behind a command that takes none.
std::string hint_for_extra_word(std::string_view command);

} // namespace flowsync::cli
