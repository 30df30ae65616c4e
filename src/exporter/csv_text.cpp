#include "exporter/csv_text.hpp"

#include <algorithm>
#include <set>
#include <vector>

namespace flowsync::exporter {

namespace {

using nlohmann::json;

std::string cell_text(const json& row, const std::string& column)
{
  const auto found = row.find(column);
  if (found == row.end() || found->is_null()) {
    return {};
  }
  return found->is_string() ? found->get<std::string>() : found->dump();
}

std::string quoted_cell(const std::string& text)
{
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string::npos && text.front() != ' ' &&
      text.back() != ' ') {
    return text;
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? "\"\"" : std::string(1, c);
  }
  return quoted + '"';
}

} // namespace

std::string csv_text(const json& rows, const std::string& key)
{
  std::set<std::string> others;
  std::vector<const json*> sorted;
  for (const auto& row : rows) {
    if (!row.is_object()) {
      continue;
    }
    sorted.push_back(&row);
    for (const auto& [column, value] : row.items()) {
      if (column != key) {
        others.insert(column);
      }
    }
  }
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const json* a, const json* b) { return cell_text(*a, key) < cell_text(*b, key); });
  std::vector<std::string> columns{key};
  columns.insert(columns.end(), others.begin(), others.end());
  std::string text;
  const auto line = [&](const auto& cell) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      text += (i > 0 ? "," : "") + quoted_cell(cell(columns[i]));
    }
    text += '\n';
  };
  line([](const std::string& column) { return column; });
  for (const auto* const row : sorted) {
    line([&](const std::string& column) { return cell_text(*row, column); });
  }
  return text;
}

} // namespace flowsync::exporter
