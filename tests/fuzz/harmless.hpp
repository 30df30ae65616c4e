#pragma once

#include "base/diagnostic.hpp"

#include <string_view>

namespace flowsync::fuzz {

// An own reading of what foreign text must have lost before people see it, kept apart from the code that takes it out.

// Whether the text is well-formed UTF-8 without control characters, line and paragraph separators, characters that
// change the direction of text and invisible ones. `line_breaks`: '\n' is allowed. `breaks_mentions`: a zero width
// space may follow '@'.
bool is_harmless(std::string_view text, bool line_breaks = false, bool breaks_mentions = false);

// Whether no line of the text could be taken for a command by the log of a CI service ("::error::", "##[error]").
bool commands_nothing(std::string_view text);

// Ends the process unless problems are harmless as people see them: on a terminal and in the log of a forge.
void check_shown(const Diagnostics& diagnostics);

// Ends the process unless problems are well-formed for programs: JSON and SARIF.
void check_published(const Diagnostics& diagnostics);

} // namespace flowsync::fuzz
