#pragma once

#include "base/diagnostic.hpp"
#include "model/node.hpp"
#include "overlay/process_environment.hpp"

#include <map>
#include <set>
#include <string>

namespace flowsync::overlay {

// A variable of an environment after its own references were put in.
struct Variable
{
  NodePtr value;          // null when it has none: `problems` says why, or the reason was reported already
  std::size_t weight = 0; // what each use of it adds to a document, roughly in bytes: see weigh()
  // Problems that matter only where the variable is used: an environment variable of the process that is not set.
  Diagnostics problems;
};

// The size of a value, roughly in bytes.
std::size_t weigh(const Node& value);

// What references may use in the documents of one environment.
struct Scope
{
  std::string environment; // its name, for messages
  std::map<std::string, Variable, std::less<>> variables;
  std::set<std::string, std::less<>> secrets;
  ProcessEnvironment process;
  // Variables of the process that open a session somewhere in this project: these may stand in `auth` only, or a spec
  // could carry a key away.
  std::set<std::string, std::less<>> auth_names;
};

} // namespace flowsync::overlay
