#include "view/told_problems.hpp"

#include "view/diagnostics_text.hpp"

#include <algorithm>
#include <map>
#include <tuple>

namespace flowsync::view {

std::vector<ToldProblem> told_problems(const Diagnostics& diagnostics)
{
  std::vector<ToldProblem> problems;
  std::map<std::tuple<Severity, DiagnosticCode, std::string, std::string>, std::size_t> known;
  for (const auto& item : diagnostics.items()) {
    const bool folds = item.where.line > 0 && item.related.empty() && !item.code.empty();
    const auto [place, is_new] =
        folds ? known.try_emplace({item.severity, item.code, item.message, item.hint}, problems.size())
              : std::pair(known.end(), true);
    if (is_new) {
      problems.push_back({&item, {}});
    } else {
      problems[place->second].others.push_back(&item);
    }
  }
  return problems;
}

std::vector<ToldProblem> told_problems_by_severity(const Diagnostics& diagnostics)
{
  auto problems = told_problems(diagnostics);
  std::stable_sort(problems.begin(), problems.end(),
                   [](const ToldProblem& a, const ToldProblem& b) { return a.first->severity < b.first->severity; });
  return problems;
}

std::vector<std::string> places_of(const ToldProblem& problem)
{
  std::vector<std::string> places;
  if (auto place = place_text(problem.first->where); !place.empty()) {
    places.push_back(std::move(place));
  }
  std::transform(problem.others.begin(), problem.others.end(), std::back_inserter(places),
                 [](const Diagnostic* other) { return place_text(other->where); });
  return places;
}

Diagnostics untold_problems(const plan::Plan& plan)
{
  Diagnostics untold;
  for (const auto& item : plan.diagnostics.items()) {
    if (item.code != "removed-from-spec") { // Review::left_running
      untold.add(item);
    }
  }
  return untold;
}

} // namespace flowsync::view
