#include "view/source_excerpt.hpp"

#include "base/log_commands.hpp"
#include "base/printable.hpp"
#include "view/characters.hpp"

#include <fmt/format.h>

#include <algorithm>

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

} // namespace

std::string source_excerpt(const Location& where, const Paint& paint)
{
  if (where.source_line.empty() || where.line <= 0 || where.column <= 0) {
    return {};
  }
  const auto all = characters(where.source_line);
  const auto start = std::min(static_cast<std::size_t>(where.column - 1), all.size());
  const auto length = std::max<std::size_t>(1, static_cast<std::size_t>(std::max(1, where.length)));
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
  return fmt::format("{} {}\n{} {}\n", paint.dim(number + " |"), line,
                     paint.dim(std::string(number.size(), ' ') + " |"), below + paint.green(mark));
}

} // namespace flowsync::view
