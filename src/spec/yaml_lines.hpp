#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace flowsync::spec {

// Lines, blanks and comments of a YAML text, by byte offset. The text must outlive it; its lines end with "\n" or
// "\r\n" (see text_check.hpp).
class YamlLines
{
public:
  explicit YamlLines(std::string_view text) : m_text(text) {}

  std::string_view text() const { return m_text; }
  char at(std::size_t offset) const { return offset < m_text.size() ? m_text[offset] : '\0'; }

  // Of the line that holds this offset: its first byte, the offset of its line break, and the first byte of the next
  // line. The last two are the end of the text for a last line without a break.
  std::size_t start(std::size_t offset) const;
  std::size_t end(std::size_t offset) const;
  std::size_t next(std::size_t offset) const;

  // How many characters stand before the offset in its line.
  std::size_t column(std::size_t offset) const;
  // Only blanks stand before it in its line, or only blanks and a comment from it to the end of the line.
  bool begins_line(std::size_t offset) const;
  bool ends_line(std::size_t offset) const;
  // The line that holds this offset is empty or blank.
  bool is_blank(std::size_t offset) const;
  // Nothing but blanks stands from it to the end of the line.
  bool is_blank_from(std::size_t offset) const;
  // The first byte of the line that is not a blank; its end when there is none.
  std::size_t first_of(std::size_t offset) const;

  // The first byte that is not a blank and no line break.
  std::size_t skip_blank_lines(std::size_t offset) const;
  // The first offset from here that is not a blank, no line break and no comment; only between two tokens.
  std::size_t skip_trivia(std::size_t offset) const;
  // Behind the anchor and the tag that a value may have in front of it; the offset itself when it has none.
  std::size_t skip_properties(std::size_t offset) const;
  // The line break of the line that holds this offset; else that of the line before; "\n" in a text of one line.
  std::string line_break(std::size_t offset) const;

private:
  std::string_view m_text;
};

} // namespace flowsync::spec
