#include "view/compare_markdown.hpp"

#include "base/text.hpp"
#include "overlay/explain.hpp"
#include "view/budget.hpp"
#include "view/compare_text.hpp"
#include "view/compare_words.hpp"
#include "view/markdown_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

using namespace compare;

constexpr std::size_t k_longest_cell = 60;
constexpr std::string_view k_below = "see below";

std::string head(const Comparison& comparison)
{
  return fmt::format("### flowsync: {} beside {}{}\n\n**{}**\n\n", markdown_code(comparison.left),
                     markdown_code(comparison.right), comparison.live ? ", as they run" : "",
                     compare_sentence(comparison));
}

std::string same_place_line(const SamePlace& place)
{
  std::string uses;
  for (const auto& use : place.uses) {
    uses += fmt::format("{}{} of {} {}", uses.empty() ? "" : ", ", markdown_code(use.address.text()),
                        markdown_escape(use.environment), markdown_code(overlay::place_text(use.origin)));
  }
  return fmt::format("- **{}** ({})\n", markdown_escape(same_place_sentence(place)), uses);
}

std::string only_line(const Comparison& comparison, const DocumentPair& pair)
{
  const auto words = absence_words(comparison, pair);
  return fmt::format(
      "- Only in {}: {}{}\n", markdown_code(pair.presence == Presence::left ? comparison.left : comparison.right),
      markdown_code(document_name(pair)), words.empty() ? std::string() : fmt::format(" ({})", markdown_escape(words)));
}

std::string side_cell(const Comparison& comparison, const DocumentPair& pair, const Difference& difference, bool left,
                      const std::string& value)
{
  const auto& side = left ? difference.left : difference.right;
  const auto place = side_place(comparison, pair, difference, left);
  auto text = value == k_not_set ? std::string("not set") : value == k_below ? value : markdown_code(value);
  if (!place.empty() && (side.value || side.removed)) {
    text += fmt::format("<br>{}", markdown_escape(place));
  }
  for (const auto& [name, origin] : side.variables) {
    text += fmt::format("<br>{} from {}", markdown_code(name), markdown_escape(overlay::place_text(origin)));
  }
  return text;
}

std::string row(const Comparison& comparison, const DocumentPair& pair, const Difference& difference, bool in_lines)
{
  auto values = value_pair(difference, k_longest_cell);
  if (in_lines && !difference.left.file_text) {
    values = {std::string(difference.left.value ? k_below : k_not_set),
              std::string(difference.right.value ? k_below : k_not_set)};
  }
  const auto words = markdown_escape(reason_words(comparison, pair, difference));
  const bool forgotten = difference.verdict == Verdict::forgotten;
  return fmt::format("| {} | {} | {} | {}{} |\n", markdown_code(spec::describe_path(difference.path)),
                     side_cell(comparison, pair, difference, true, values.first),
                     side_cell(comparison, pair, difference, false, values.second),
                     stands_out(difference) ? (forgotten ? "**looks forgotten:** " : "**not in the specs:** ") : "",
                     words);
}

// Names of documents are made of letters, digits and hyphens, so that HTML takes them as they are.
std::string details(const Comparison& comparison, const DocumentPair& pair)
{
  auto text =
      fmt::format("<details><summary>{}: {}</summary>\n\n| | {} | {} | |\n|---|---|---|---|\n", document_name(pair),
                  count_sentence(pair), markdown_code(comparison.left), markdown_code(comparison.right));
  std::string blocks;
  for (const auto* const difference : ordered_differences(pair)) {
    const auto lines = value_lines(*difference);
    text += row(comparison, pair, *difference, !lines.empty());
    if (lines.empty()) {
      continue;
    }
    std::string block;
    for (const auto& line : lines) {
      block += (line.starts_with('|') ? " " + line : line) + "\n";
    }
    blocks +=
        fmt::format("\n{}:\n\n{}", markdown_code(spec::describe_path(difference->path)), markdown_fence(block, "diff"));
  }
  return text + blocks + "\n</details>\n\n";
}

} // namespace

std::string compare_markdown(const Comparison& comparison, std::size_t limit)
{
  constexpr std::size_t k_reserve = 300; // for saying what was cut
  Budget text(limit > k_reserve ? limit - k_reserve : 0);
  text.add(head(comparison));
  std::size_t lines_cut = 0;
  const auto add_line = [&](const std::string& line) { lines_cut += text.add(line) ? 0U : 1U; };
  for (const auto& missing : comparison.missing_aliases) {
    add_line(fmt::format("- **{}**{}\n", markdown_escape(alias_sentence(comparison, missing)),
                         missing.used_at.known() ? " " + markdown_code(overlay::place_text(missing.used_at)) : ""));
  }
  for (const auto& place : comparison.same_places) {
    add_line(same_place_line(place));
  }
  for (const auto side : {Presence::left, Presence::right}) {
    for (const auto* const pair : only_in(comparison, side)) {
      add_line(only_line(comparison, *pair));
    }
  }
  text.add("\n");
  std::vector<const DocumentPair*> differing;
  for (const auto& pair : comparison.documents) {
    if (!pair.differences.empty()) {
      differing.push_back(&pair);
    }
  }
  std::stable_partition(differing.begin(), differing.end(), [](const DocumentPair* pair) {
    return std::any_of(pair->differences.begin(), pair->differences.end(), stands_out);
  });
  std::size_t shown = 0;
  while (shown < differing.size() && text.add(details(comparison, *differing[shown]))) {
    ++shown;
  }
  const bool cut = text.full();
  auto result = text.take();
  if (cut) {
    result += fmt::format("\n**Cut to fit.** Left out: the details of {}{}. `flowsync compare` shows all of it.\n",
                          count_of(differing.size() - shown, "flow"),
                          lines_cut == 0 ? std::string() : fmt::format(", {} above", count_of(lines_cut, "line")));
  }
  return result;
}

} // namespace flowsync::view
