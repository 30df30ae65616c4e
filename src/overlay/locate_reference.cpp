#include "base/utf8.hpp"
#include "overlay/text_resolver.hpp"

#include <algorithm>

namespace flowsync::overlay {

namespace {

// The part of a file from `position` on, at most as many lines as a scalar of that text can take.
std::string_view text_behind(std::string_view file, Position position, std::size_t lines)
{
  for (std::uint32_t line = 1; line < position.line; ++line) {
    file.remove_prefix(std::min(file.find('\n'), file.size() - 1) + 1);
  }
  std::size_t end = 0;
  for (std::size_t i = 0; i < lines && end < file.size(); ++i) {
    end = std::min(file.find('\n', end), file.size() - 1) + 1;
  }
  return file.substr(0, end);
}

} // namespace

Location locate_reference(const SourceFiles& files, const Node& scalar, std::string_view written)
{
  if (!scalar.at.known() || written.empty()) {
    return files.locate(scalar.at);
  }
  // Block scalars begin one line below their header; folded text may take more lines than it has breaks.
  const auto lines = 3 + 2 * static_cast<std::size_t>(std::count(scalar.text().begin(), scalar.text().end(), '\n'));
  const auto text = text_behind(files.text(scalar.at.file), scalar.at, lines);
  const auto found = text.find(written, bytes_of_characters(text, scalar.at.column - 1));
  if (found == std::string_view::npos) {
    return files.locate(scalar.at);
  }
  Position place = scalar.at;
  const auto before = text.substr(0, found);
  place.line += static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
  const auto line_start = before.rfind('\n');
  const auto on_line = line_start == std::string_view::npos ? before : before.substr(line_start + 1);
  place.column = 1 + static_cast<std::uint32_t>(count_characters(on_line));
  return files.locate(place, written);
}

} // namespace flowsync::overlay
