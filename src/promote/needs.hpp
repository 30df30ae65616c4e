#pragma once

#include "promote/drafted_project.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace flowsync::promote {

// An alias that the target's flows use and its `credentials:` do not define.
struct NeededCredential
{
  std::string alias;
  std::set<std::string> types; // of the sources and sinks that use it
  Origin used_at;
  std::string elsewhere; // what stands for it in the other environment, for people; "" nothing
};

// A name that the target's `variables:` or `secrets:` do not define.
struct NeededVariable
{
  std::string name;
  NodePtr elsewhere;     // as the other environment writes it, references and all; null when it has none either
  Location elsewhere_at; // of that
};
struct NeededSecret
{
  std::string name;
  SecretSource source; // as in the other environment, with the target's name in place of the other's; empty when none
};

// What the target lacks for some flows and the documents that they name.
struct Needs
{
  std::vector<std::string> flows;            // that they run after or begin from, and that the target does not have
  std::vector<NeededCredential> credentials; // each list by name, as natural_order() has it
  std::vector<NeededVariable> variables;
  std::vector<NeededSecret> secrets;

  bool empty() const { return flows.empty() && credentials.empty() && variables.empty() && secrets.empty(); }
};

// `flows`: of the target. `from` in the request may be empty.
Needs find_needs(const DraftedProject& drafted, const Promotion& request, const std::vector<std::string>& flows);

// An environment's name inside of a name of a secret, in any spelling, in place of another's: NEXLA_DEV_HOOK to
// NEXLA_PROD_HOOK, "keys/dev/hook" to "keys/prod/hook". Whole words only.
std::string with_environment(const std::string& text, const std::string& from, const std::string& to);

} // namespace flowsync::promote
