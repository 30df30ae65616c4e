#pragma once

#include "view/annotation.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace flowsync::view {

// Annotations in the words of tools that show them at lines. `prefix` is the project's folder inside the repository (""
// or "flows/"), so that the places can be found from the repository's root.

// Workflow commands of GitHub Actions, one line each, which become annotations of a pull request:
//   ::error file=flows/a.yaml,line=3,endLine=3,col=5,endColumn=9,title=unknown-key::message
// With `most`, of a level no more than that: the last one sums up the rest. GitHub shows ten of a level in a step.
std::string annotations_github(const std::vector<Annotation>& annotations, const std::string& prefix,
                               std::size_t most = 0);
inline constexpr std::size_t k_github_most = 10;

// A SARIF 2.1.0 log of one run, for code scanning.
std::string annotations_sarif(const std::vector<Annotation>& annotations, const std::string& prefix);

// The Reviewdog Diagnostic Format ("rdjson").
std::string annotations_rdjson(const std::vector<Annotation>& annotations, const std::string& prefix);

// GitLab's Code Quality report: a list in the manner of Code Climate.
std::string annotations_codequality(const std::vector<Annotation>& annotations, const std::string& prefix);

} // namespace flowsync::view
