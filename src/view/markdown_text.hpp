#pragma once

#include <string>
#include <string_view>

namespace flowsync::view {

// Foreign text as plain words in Markdown: harmless, on one line, with everything escaped that Markdown, HTML or a
// forge would act on (emphasis, links, tables, tags, @mentions, #references).
std::string markdown_escape(std::string_view text);

// Foreign text as code between backticks, safe in a table as well.
std::string markdown_code(std::string_view text);

// A fenced block whose fence is longer than any run of backticks inside. `text` ends with a line break or is empty.
std::string markdown_fence(std::string_view text, std::string_view language);

} // namespace flowsync::view
