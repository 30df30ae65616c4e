#include "view/source_excerpt.hpp"

#include "base/log_commands.hpp"
#include "base/printable.hpp"
#include "base/withheld.hpp"
#include "view/characters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace flowsync::view {

namespace {

constexpr std::size_t k_before = 90; // characters shown before the place when the line is long
constexpr std::size_t k_after = 60;  // and after it

// One character of a source line as it is shown, and what stands below it.
struct Cell
{
  std::string shown;
  std::string below;
};

Cell make_cell(std::string_view character, std::string_view before)
{
  if (character == "\t") {
    return {"\t", "\t"};
  }
  auto shown = (completes_command(before, character[0]) ? " " : "") + printable(character);
  return {shown, std::string(columns_in(shown), ' ')};
}

// A line as it may be shown, with the part that is marked.
struct MarkedLine
{
  std::string text;
  std::size_t start = 0; // in characters
  std::size_t length = 1;
  bool has_mark = true; // false: a withheld value begins or ends inside the marked part
};

std::string joined(const std::vector<std::string_view>& all, std::size_t from, std::size_t to)
{
  std::string text;
  for (auto i = std::min(from, all.size()); i < std::min(to, all.size()); ++i) {
    text += all[i];
  }
  return text;
}

// What is withheld is taken out here already: taken out of the finished text, it would move away from its mark.
MarkedLine marked_line(const Location& where)
{
  const auto all = characters(where.source_line);
  const auto start = std::min(static_cast<std::size_t>(where.column - 1), all.size());
  const auto length = std::max<std::size_t>(1, static_cast<std::size_t>(std::max(1, where.length)));
  const auto whole = withheld().conceal(where.source_line);
  if (whole == where.source_line) {
    return {whole, start, length, true};
  }
  const auto before = withheld().conceal(joined(all, 0, start));
  const auto marked = withheld().conceal(joined(all, start, start + length));
  const auto after = withheld().conceal(joined(all, start + length, all.size()));
  return {whole, characters(before).size(), std::max<std::size_t>(1, characters(marked).size()),
          before + marked + after == whole};
}

} // namespace

std::string source_excerpt(const Location& where, const Paint& paint)
{
  if (where.source_line.empty() || where.line <= 0 || where.column <= 0) {
    return {};
  }
  const auto marked = marked_line(where);
  const auto all = characters(marked.text);
  const auto start = std::min(marked.start, all.size());
  const auto length = marked.length;
  const std::size_t from = start > k_before ? start - k_before : 0;
  const std::size_t to = std::min(all.size(), start + std::max(k_after, std::min(length, k_after * 2)));

  std::string line = from > 0 ? "…" : "";
  std::string below = from > 0 ? " " : "";
  std::size_t underlined = 0;
  for (std::size_t i = from; i < to; ++i) {
    const auto cell = make_cell(all[i], line);
    line += cell.shown;
    if (i < start) {
      below += cell.below;
    } else if (i < start + length) {
      underlined += cell.shown == "\t" ? 1 : columns_in(cell.shown);
    }
  }
  line += to < all.size() ? "…" : "";
  const auto mark = "^" + std::string(std::max<std::size_t>(underlined, 1) - 1, '~');
  const auto number = fmt::format("{:>5}", where.line);
  if (!marked.has_mark) {
    return fmt::format("{} {}\n", paint.dim(number + " |"), line);
  }
  return fmt::format("{} {}\n{} {}\n", paint.dim(number + " |"), line,
                     paint.dim(std::string(number.size(), ' ') + " |"), below + paint.green(mark));
}

} // namespace flowsync::view
