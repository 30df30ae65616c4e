#include "view/table.hpp"

#include "base/printable.hpp"
#include "view/characters.hpp"

#include <algorithm>

namespace flowsync::view {

namespace {

constexpr std::size_t k_gap = 2;    // between two columns
constexpr std::size_t k_indent = 4; // of what does not fit beside the first ones

struct Column
{
  std::size_t width = 0;
  bool breaks = false; // it begins a line
};

void break_lines(std::vector<Column>& columns, std::size_t most)
{
  std::size_t used = 0;
  for (std::size_t i = 0; most > 0 && i < columns.size(); ++i) {
    columns[i].breaks = i > 0 && used + columns[i].width > most;
    used = (columns[i].breaks ? k_indent : used) + columns[i].width + k_gap;
  }
}

void end_line(std::string& text)
{
  text.erase(text.find_last_not_of(' ') + 1);
  text += '\n';
}

std::string row_text(const std::vector<std::string>& cells, const std::vector<Column>& columns)
{
  std::string text;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].breaks) {
      end_line(text);
      text += std::string(k_indent, ' ');
    }
    const auto cell = i < cells.size() ? printable(cells[i]) : std::string();
    text += cell;
    if (i + 1 < columns.size()) {
      text += std::string(columns[i].width - columns_in(cell) + k_gap, ' ');
    }
  }
  end_line(text);
  return text;
}

} // namespace

std::string table_text(const std::vector<std::string>& head, const std::vector<std::vector<std::string>>& rows,
                       const Paint& paint, std::size_t most)
{
  std::string text;
  for (const auto& row : table_rows(head, rows, paint, most)) {
    text += row;
  }
  return text;
}

std::vector<std::string> table_rows(const std::vector<std::string>& head,
                                    const std::vector<std::vector<std::string>>& rows, const Paint& paint,
                                    std::size_t most)
{
  std::vector<Column> columns;
  for (std::size_t i = 0; i < head.size(); ++i) {
    auto width = columns_in(head[i]);
    for (const auto& row : rows) {
      width = i < row.size() ? std::max(width, columns_in(printable(row[i]))) : width;
    }
    columns.push_back({width, false});
  }
  break_lines(columns, most);
  auto first = row_text(head, columns);
  first.pop_back();
  std::vector<std::string> texts{paint.bold(first) + "\n"};
  for (const auto& row : rows) {
    texts.push_back(row_text(row, columns));
  }
  return texts;
}

} // namespace flowsync::view
