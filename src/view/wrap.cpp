#include "view/wrap.hpp"

#include "base/text.hpp"
#include "view/characters.hpp"

namespace flowsync::view {

std::vector<std::string> pieces_of(std::string_view line, std::size_t columns)
{
  std::vector<std::string> pieces(1);
  std::size_t used = 0;
  const auto add = [&](std::string_view word) { // with the blanks behind it
    const auto width = columns_in(word.substr(0, word.find_last_not_of(' ') + 1));
    // No line may begin with a colon: `::word::` at its head is a command to what reads the logs of CI jobs.
    if (used > 0 && used + width > columns && !word.starts_with(':')) {
      pieces.emplace_back();
      used = 0;
    }
    pieces.back() += word;
    used += columns_in(word);
  };
  std::size_t begin = 0;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == ' ' && at + 1 < line.size() && line[at + 1] != ' ' &&
        line.substr(begin, at - begin + 1).find_first_not_of(' ') != std::string_view::npos) {
      add(line.substr(begin, at + 1 - begin));
      begin = at + 1;
    }
  }
  add(line.substr(begin));
  return pieces;
}

std::string wrapped_text(const std::string& first, const std::string& next, std::string_view text, std::size_t columns)
{
  const auto used = columns_in(next);
  const auto room = columns > used + 20 ? columns - used : 20;
  std::string result;
  for (const auto& piece : pieces_of(text, room)) {
    result += (result.empty() ? first : next) +
              std::string(std::string_view(piece).substr(0, piece.find_last_not_of(' ') + 1)) + "\n";
  }
  return result;
}

} // namespace flowsync::view
