#pragma once

#include "spec/project.hpp"

#include <string>
#include <vector>

namespace flowsync::usecase {

// The file of an environment that is made like another one, and what is left for a person to fill in.
struct NewEnvironment
{
  std::string text;
  std::vector<std::string> to_do; // one sentence each
};

// The other one's text with its comments; another name, another account where that is a simulator, other variables for
// keys where theirs say its name. Bindings are not taken over: `adopt` is left out, `credentials` become comments.
// Throws Rejected when the file cannot be edited so, Fatal when it holds more than that document.
NewEnvironment environment_like(const spec::Project& project, const std::string& other, const std::string& name);

} // namespace flowsync::usecase
