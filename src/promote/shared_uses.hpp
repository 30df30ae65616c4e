#pragma once

#include "promote/drafted_project.hpp"

#include <set>
#include <string>
#include <utility>

namespace flowsync::promote {

// Lookups, transforms and code that a flow of an environment names, by `ref:` or ${ref.…}, and those that they name.
std::set<std::pair<spec::Kind, std::string>> shared_uses(const DraftedProject& drafted, const std::string& environment,
                                                         const std::string& flow);

// Variables and secrets that texts name.
struct UsedNames
{
  std::set<std::string> variables;
  std::set<std::string> secrets;
};
UsedNames names_in(const Node& written);

// Those of the written versions of a document, in all layers of the environment.
UsedNames used_names(const DraftedProject& drafted, const std::string& environment, spec::Kind kind,
                     const std::string& name);

} // namespace flowsync::promote
