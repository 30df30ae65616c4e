#include "view/patch_text.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "view/line_diff.hpp"

#include <fmt/format.h>

namespace flowsync::view {

namespace {

constexpr std::string_view k_no_line_end = "\\ No newline at end of file\n";

// A last line without its end is another one than with it.
std::vector<std::string> lines_with_ends(const std::string& text)
{
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at);
    const auto next = end == std::string::npos ? text.size() : end + 1;
    lines.push_back(text.substr(at, next - at));
    at = next;
  }
  return lines;
}

std::string range(std::size_t first, std::size_t count)
{
  // By custom an empty range is named by the line before it, and a length of 1 is left out.
  return count == 1 ? fmt::format("{}", first) : fmt::format("{},{}", count == 0 ? first - 1 : first, count);
}

struct Hunk
{
  std::size_t old_first = 1;
  std::size_t new_first = 1;
  std::size_t old_count = 0;
  std::size_t new_count = 0;
  std::string text;
};

void add_line(const DiffLine& line, Hunk& hunk, const Paint& paint)
{
  const bool whole = line.text.ends_with('\n');
  const auto shown = line.sign + printable(std::string_view(line.text).substr(0, line.text.size() - (whole ? 1U : 0U)));
  hunk.text += line.sign == '-' ? paint.red(shown) : line.sign == '+' ? paint.green(shown) : shown;
  hunk.text += '\n';
  hunk.text += whole ? "" : k_no_line_end;
  hunk.old_count += line.sign == '+' ? 0U : 1U;
  hunk.new_count += line.sign == '-' ? 0U : 1U;
}

} // namespace

std::string patch_text(const std::string& file, const std::string& before, const std::string& after, const Paint& paint)
{
  if (before == after) {
    return {};
  }
  constexpr std::size_t k_context = 3;
  std::string text = paint.bold("--- " + printable(file)) + "\n" + paint.bold("+++ " + printable(file)) + "\n";
  Hunk hunk;
  const auto end_hunk = [&] {
    if (!hunk.text.empty()) {
      text += paint.cyan(fmt::format("@@ -{} +{} @@", range(hunk.old_first, hunk.old_count),
                                     range(hunk.new_first, hunk.new_count))) +
              "\n" + hunk.text;
    }
  };
  for (const auto& line : line_diff(lines_with_ends(before), lines_with_ends(after), k_context)) {
    if (line.sign == '#') {
      end_hunk();
      hunk = {hunk.old_first + hunk.old_count + line.hidden, hunk.new_first + hunk.new_count + line.hidden, 0, 0, {}};
    } else {
      add_line(line, hunk, paint);
    }
  }
  end_hunk();
  return text;
}

} // namespace flowsync::view
