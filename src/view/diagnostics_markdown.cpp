#include "view/diagnostics_markdown.hpp"

#include "base/text.hpp"
#include "view/budget.hpp"
#include "view/diagnostics_text.hpp"
#include "view/markdown_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace flowsync::view {

namespace {

struct ProblemRow
{
  const Diagnostic* first = nullptr;
  std::vector<std::string> places;
};

// Errors, then warnings, then notes; inside these in their order.
std::vector<ProblemRow> problem_rows(const Diagnostics& diagnostics)
{
  std::vector<ProblemRow> rows;
  std::map<std::tuple<Severity, std::string, std::string>, std::size_t> known;
  for (const auto severity : {Severity::error, Severity::warning, Severity::note}) {
    for (const auto& item : diagnostics.items()) {
      if (item.severity != severity) {
        continue;
      }
      const auto [at, is_new] = known.emplace(std::tuple(item.severity, item.code, item.message), rows.size());
      if (is_new) {
        rows.push_back({&item, {}});
      }
      if (const auto place = place_text(item.where); !place.empty()) {
        rows[at->second].places.push_back(markdown_code(place));
      }
    }
  }
  return rows;
}

std::string problem_line(const ProblemRow& row)
{
  constexpr std::size_t k_most_places = 3;
  const auto& item = *row.first;
  const auto* const word = item.severity == Severity::error     ? "**Error:**"
                           : item.severity == Severity::warning ? "Warning:"
                                                                : "Note:";
  return fmt::format("- {} {} {}{}{}\n", word, markdown_escape(item.message), markdown_code(item.code),
                     row.places.empty() ? "" : " at " + some_of(row.places, k_most_places),
                     item.hint.empty() ? "" : fmt::format(" ({})", markdown_escape(item.hint)));
}

} // namespace

std::string diagnostics_markdown(const Diagnostics& diagnostics, std::size_t limit)
{
  constexpr std::size_t k_for_the_rest = 60;
  const auto rows = problem_rows(diagnostics);
  Budget text(limit > k_for_the_rest ? limit - k_for_the_rest : 0);
  std::size_t told = 0;
  while (told < rows.size() && text.add(problem_line(rows[told]))) {
    ++told;
  }
  auto result = text.take();
  if (told < rows.size()) {
    result += fmt::format("- and {} more\n", count_of(rows.size() - told, "problem"));
  }
  return result;
}

} // namespace flowsync::view
