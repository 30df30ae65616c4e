#include "view/diagnostic_reference.hpp"

#include "base/diagnostic_code.hpp"
#include "base/text.hpp"
#include "view/markdown_text.hpp"

#include <fmt/format.h>

namespace flowsync::view {

namespace {

// A cause or cure: plain words, in which `code` between backticks stays code and a bar would end the cell.
std::string cell(std::string_view text)
{
  std::string result;
  bool code = false;
  for (const char c : text) {
    code = c == '`' ? !code : code;
    const bool special = !code && (c == '<' || c == '*' || c == '_' || c == '$');
    result += special || c == '|' ? std::string("\\") + c : std::string(1, c);
  }
  return result;
}

} // namespace

std::string diagnostic_reference()
{
  std::string text =
      "# What each code means\n\n"
      "Every problem that flowsync tells ends with a code in brackets, `[unknown-key]`, which is also in JSON, SARIF, "
      "JUnit\nand annotations, and stays what it is. This page is made from the table that the program itself uses. "
      "The\nmessage says what is wrong in your case and the help below it what to do there; [exit "
      "codes](exit-codes.md) "
      "are a\npage of their own.\n";
  for (const auto& chapter : k_diagnostic_chapters) {
    text += fmt::format("\n## {}\n\n| Code | What is the matter | For example | What helps |\n|---|---|---|---|\n",
                        chapter.title);
    for (const auto& row : chapter.rows) {
      text += fmt::format("| `{}` | {} | {} | {} |\n", row.code, cell(row.cause), markdown_code(row.example),
                          cell(row.cure));
    }
  }
  return text;
}

} // namespace flowsync::view
