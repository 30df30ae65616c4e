#pragma once

#include "sim/message.hpp"

#include "base/clock.hpp"

#include <map>
#include <regex>
#include <string>

namespace flowsync::sim {

enum class FaultAction
{
  status,           // answer with `status` and no effect
  html,             // answer with an HTML page and no effect
  drop_before,      // close the connection, no effect
  drop_after,       // take effect, then close the connection
  drop_then_effect, // close the connection, take effect `delay_ms` later
  truncate,         // take effect, send only `bytes` of the reply's body, close
  no_persist,       // answer as usual, keep nothing
  expire_tokens,    // end every session first
  latency,          // wait `delay_ms` first
  kill_before,      // the process dies without an effect
  kill_after,       // the process dies after the effect
  random,           // each time another one of those above, never kill
};

// One rule: which requests it counts, which of them it strikes, and how.
struct Fault
{
  std::string method;     // empty: any
  std::string path;       // regular expression found anywhere in the path; empty: any
  bool mutating = false;  // only requests that change resources
  std::int64_t nth = 1;   // the first match that it strikes
  std::int64_t times = 1; // how many matches it strikes; 0: all from then on
  FaultAction action = FaultAction::status;
  int status = 500;
  std::int64_t retry_after = -1; // seconds for a Retry-After header; below 0: none
  std::size_t bytes = 0;
  Duration delay{0};      // of a random fault: the longest
  double probability = 1; // of striking a request that matches
  std::uint64_t seed = 1; // which of them, and how at random

  std::regex pattern;
  std::int64_t seen = 0;
  std::map<std::string, std::uint64_t> met; // how often each method and path matched
};

// POST, PUT, PATCH and DELETE of resources; logging in changes nothing.
bool is_mutating(const Request& request);

// Reads a rule. Throws Refusal 400 for keys, actions and expressions that do not exist.
Fault parse_fault(const nlohmann::json& rule);

// The rules in force, in the order in which they were added.
class Faults
{
public:
  void add(Fault fault) { m_rules.push_back(std::move(fault)); }
  void clear() { m_rules.clear(); }

  struct Strike
  {
    std::optional<Fault> fault; // the first rule that strikes, other than latency
    Duration latency{0};        // of all latency rules together
  };
  // Counts the request in every rule that matches it.
  Strike strike(const Request& request);

private:
  std::vector<Fault> m_rules;
};

} // namespace flowsync::sim
