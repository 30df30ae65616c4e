#include "view/table.hpp"

#include "base/printable.hpp"
#include "view/characters.hpp"

#include <algorithm>

namespace flowsync::view {

namespace {

std::string row_text(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths)
{
  std::string text;
  for (std::size_t i = 0; i < widths.size(); ++i) {
    const auto cell = i < cells.size() ? printable(cells[i]) : std::string();
    text += cell;
    if (i + 1 < widths.size()) {
      text += std::string(widths[i] - columns_in(cell) + 2, ' ');
    }
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

} // namespace

std::string table_text(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows,
                       const Paint& paint)
{
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < head.size(); ++i) {
    auto width = columns_in(head[i]);
    for (const auto& row : rows) {
      width = i < row.size() ? std::max(width, columns_in(printable(row[i]))) : width;
    }
    widths.push_back(width);
  }
  auto text = paint.bold(row_text(head, widths)) + "\n";
  for (const auto& row : rows) {
    text += row_text(row, widths) + "\n";
  }
  return text;
}

} // namespace flowsync::view
