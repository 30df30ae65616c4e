#pragma once

#include "plan/plan.hpp"

#include <string>
#include <vector>

namespace flowsync::view {

// A problem that is said in the same words at several places.
struct ToldProblem
{
  const Diagnostic* first = nullptr;
  std::vector<const Diagnostic*> others;
};

// Every problem once, in the order of the first of each. What is said of no line, or with further places, stands by
// itself.
std::vector<ToldProblem> told_problems(const Diagnostics& diagnostics);

// The same: errors, then warnings, then notes.
std::vector<ToldProblem> told_problems_by_severity(const Diagnostics& diagnostics);

// The places of a problem, as far as it has any: "a.yaml:3:5".
std::vector<std::string> places_of(const ToldProblem& problem);

// The problems of a plan that its text, Markdown and page do not tell among what is to be looked at first.
Diagnostics untold_problems(const plan::Plan& plan);

} // namespace flowsync::view
