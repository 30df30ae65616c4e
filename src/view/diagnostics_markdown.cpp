#include "view/diagnostics_markdown.hpp"

#include "base/text.hpp"
#include "view/budget.hpp"
#include "view/diagnostics_text.hpp"
#include "view/markdown_text.hpp"
#include "view/told_problems.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

std::string problem_line(const ToldProblem& problem)
{
  constexpr std::size_t k_most_places = 3;
  const auto& item = *problem.first;
  auto places = places_of(problem);
  std::transform(places.begin(), places.end(), places.begin(), markdown_code);
  const auto* const word = item.severity == Severity::error     ? "**Error:**"
                           : item.severity == Severity::warning ? "Warning:"
                                                                : "Note:";
  return fmt::format("- {} {} {}{}{}\n", word, markdown_escape(item.message), markdown_code(item.code),
                     places.empty() ? "" : " at " + some_of(places, k_most_places),
                     item.hint.empty() ? "" : fmt::format(" ({})", markdown_escape(item.hint)));
}

} // namespace

std::string diagnostics_markdown(const Diagnostics& diagnostics, std::size_t limit)
{
  constexpr std::size_t k_for_the_rest = 60;
  const auto rows = told_problems_by_severity(diagnostics);
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
