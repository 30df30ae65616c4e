#pragma once

#include "view/paint.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace flowsync::view {

// Columns that there are for words and for tables.
struct TextWidth
{
  std::size_t words = 80;
  std::size_t table = 0; // 0 = any number: programs read it line by line
};

// Rows below a head line, columns aligned by what a terminal shows. Cells may be foreign text. Ends with a line break.
// `most`: what is wider goes on in further lines, in the same way in every row; 0 = it is as wide as it is.
std::string table_text(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows,
                       const Paint& paint, std::size_t most = 0);
// The same, the head and each row by itself.
std::vector<std::string> table_rows(const std::vector<std::string>& head,
                                    const std::vector<std::vector<std::string>>& rows, const Paint& paint,
                                    std::size_t most = 0);

} // namespace flowsync::view
