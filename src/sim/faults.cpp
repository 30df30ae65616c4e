#include "sim/faults.hpp"

#include "sim/random_fault.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr std::array<std::string_view, 12> k_actions{"status",           "html",        "drop_before", "drop_after",
                                                     "drop_then_effect", "truncate",    "no_persist",  "expire_tokens",
                                                     "latency",          "kill_before", "kill_after",  "random"};

FaultAction parse_action(const std::string& name)
{
  const auto found = std::find(k_actions.begin(), k_actions.end(), name);
  if (found == k_actions.end()) {
    throw invalid(fmt::format("action is one of {}", fmt::join(k_actions, ", ")), "action");
  }
  return static_cast<FaultAction>(found - k_actions.begin());
}

std::int64_t number(const json& rule, const char* name, std::int64_t otherwise)
{
  const auto found = rule.find(name);
  if (found == rule.end()) {
    return otherwise;
  }
  if (!found->is_number_integer() || found->get<std::int64_t>() < 0) {
    throw invalid(fmt::format("{} must be a whole number from 0", name), name);
  }
  return found->get<std::int64_t>();
}

// A number from 0 to 1; 1 when absent.
double share(const json& rule, const char* name)
{
  const auto found = rule.find(name);
  if (found == rule.end()) {
    return 1;
  }
  if (!found->is_number() || found->get<double>() < 0 || found->get<double>() > 1) {
    throw invalid(fmt::format("{} must be a number from 0 to 1", name), name);
  }
  return found->get<double>();
}

std::string text(const json& rule, const char* name)
{
  const auto found = rule.find(name);
  if (found == rule.end()) {
    return {};
  }
  if (!found->is_string()) {
    throw invalid(fmt::format("{} must be a string", name), name);
  }
  return found->get<std::string>();
}

} // namespace

bool is_mutating(const Request& request)
{
  return request.method != "GET" && request.method != "HEAD" && !request.path.starts_with("/token");
}

Fault parse_fault(const json& rule)
{
  constexpr std::array<std::string_view, 12> k_keys{"method", "path",     "mutating",    "nth",
                                                    "times",  "action",   "status",      "retry_after",
                                                    "bytes",  "delay_ms", "probability", "seed"};
  if (!rule.is_object()) {
    throw invalid("a fault is an object");
  }
  for (const auto& [key, value] : rule.items()) {
    if (std::find(k_keys.begin(), k_keys.end(), key) == k_keys.end()) {
      throw invalid(fmt::format("a fault has no key '{}'; it has {}", key, fmt::join(k_keys, ", ")), key);
    }
  }
  Fault fault;
  fault.method = text(rule, "method");
  fault.path = text(rule, "path");
  fault.mutating = rule.value("mutating", json(false)) == true;
  fault.nth = std::max<std::int64_t>(1, number(rule, "nth", 1));
  fault.times = number(rule, "times", 1);
  fault.action = parse_action(text(rule, "action"));
  fault.status = static_cast<int>(number(rule, "status", fault.action == FaultAction::html ? 200 : 500));
  if (fault.status < 200 || fault.status > 599) {
    throw invalid("status must be between 200 and 599", "status");
  }
  fault.retry_after = rule.contains("retry_after") ? number(rule, "retry_after", 0) : -1;
  fault.bytes = static_cast<std::size_t>(number(rule, "bytes", 0));
  constexpr std::int64_t k_random_delay_ms = 200;
  fault.delay = Duration(number(rule, "delay_ms", fault.action == FaultAction::random ? k_random_delay_ms : 0));
  fault.probability = share(rule, "probability");
  fault.seed = static_cast<std::uint64_t>(number(rule, "seed", 1));
  try {
    fault.pattern = std::regex(fault.path);
  } catch (const std::regex_error& error) {
    throw invalid(fmt::format("path is not a regular expression: {}", error.what()), "path");
  }
  return fault;
}

Faults::Strike Faults::strike(const Request& request)
{
  Strike strike;
  for (auto& rule : m_rules) {
    const bool matches = (rule.method.empty() || rule.method == request.method) &&
                         (!rule.mutating || is_mutating(request)) &&
                         (rule.path.empty() || std::regex_search(request.path, rule.pattern));
    if (!matches) {
      continue;
    }
    const auto nth = ++rule.met[request.method + " " + request.path];
    if (rule.probability < 1 && chance(rule.seed, request, nth, 0) >= rule.probability) {
      continue;
    }
    ++rule.seen;
    if (rule.seen < rule.nth || (rule.times != 0 && rule.seen >= rule.nth + rule.times)) {
      continue;
    }
    auto struck = rule.action == FaultAction::random ? draw_fault(rule, request, nth) : rule;
    if (struck.action == FaultAction::latency) {
      strike.latency += struck.delay;
    } else if (!strike.fault) {
      strike.fault = std::move(struck);
    }
  }
  return strike;
}

} // namespace flowsync::sim
