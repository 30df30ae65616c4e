#pragma once

#include "base/utf8.hpp"
#include "model/position.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace flowsync::spec {

// Lines and columns of byte offsets, counted on from the last one that was asked for: asked in the order of the text,
// all of them together walk it once.
class YamlPlaces
{
public:
  YamlPlaces(std::string_view text, std::uint32_t file) : m_text(text), m_at{file, 1, 1} {}

  Position of(std::size_t offset)
  {
    offset = std::min(offset, m_text.size());
    while (m_byte > offset) {
      --m_byte;
      if (m_text[m_byte] == '\n') {
        --m_at.line;
        m_at.column = column_of(m_byte);
      } else {
        m_at.column -= begins_character(m_text[m_byte]) ? 1U : 0U;
      }
    }
    for (; m_byte < offset; ++m_byte) {
      if (m_text[m_byte] == '\n') {
        ++m_at.line;
        m_at.column = 1;
      } else {
        m_at.column += begins_character(m_text[m_byte]) ? 1U : 0U;
      }
    }
    return m_at;
  }

private:
  std::uint32_t column_of(std::size_t byte) const
  {
    std::uint32_t column = 1;
    while (byte > 0 && m_text[byte - 1] != '\n') {
      column += begins_character(m_text[--byte]) ? 1U : 0U;
    }
    return column;
  }

  std::string_view m_text;
  std::size_t m_byte = 0;
  Position m_at;
};

} // namespace flowsync::spec
