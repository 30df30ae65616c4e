#include "plan/targets.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "plan/place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <tuple>

namespace flowsync::plan {

namespace {

bool matches(const std::string& target, const Address& address, const std::map<std::string, std::string>& labels)
{
  if (const auto equals = target.find('='); equals != std::string::npos) {
    const auto label = labels.find(target.substr(0, equals));
    return label != labels.end() && label->second == target.substr(equals + 1);
  }
  return target == address.text() || (!address.flow.empty() && target == address.flow);
}

} // namespace

bool is_targeted(const Targets& targets, const Address& address, const std::map<std::string, std::string>& labels)
{
  return targets.empty() || std::any_of(targets.begin(), targets.end(),
                                        [&](const std::string& target) { return matches(target, address, labels); });
}

namespace {

// Why resources that no target needs would be refused. Such a refusal stands where its resource is defined.
void forget_refusals_of_others(const Desired& desired, const std::set<Address>& kept, Plan& plan)
{
  const auto place = [](const Location& where) { return std::tuple(where.file, where.line, where.column); };
  std::set<std::tuple<std::string, int, int>> of_kept;
  std::set<std::tuple<std::string, int, int>> of_others;
  for (const auto& resource : desired.resources) {
    (kept.contains(resource.address) ? of_kept : of_others).insert(place(location(resource.defined_at)));
  }
  Diagnostics told;
  for (const auto& item : plan.diagnostics.items()) {
    const bool refuses = item.severity == Severity::error && item.exit != ExitCode::error;
    const auto where = place(item.where);
    if (!refuses || !of_others.contains(where) || of_kept.contains(where)) {
      told.add(item);
    }
  }
  plan.diagnostics = std::move(told);
}

} // namespace

Diagnostic unknown_target(const std::string& target, const Desired& desired)
{
  std::vector<std::string> known;
  for (const auto& resource : desired.resources) {
    const auto& flow = resource.address.flow;
    if (!flow.empty() && (known.empty() || !known.back().starts_with(flow + "/"))) {
      known.push_back(flow);
    }
    known.push_back(resource.address.text());
  }
  const auto near = nearest(target, known);
  const bool is_left_out = desired.excluded_flows.contains(target.substr(0, target.find('/')));
  Diagnostic problem;
  problem.code = "unknown-target";
  problem.message =
      fmt::format("nothing is called \"{}\" in environment {}", printable(target), desired.environment.name);
  problem.hint = is_left_out ? "`flows:` of the environment leaves it out"
                 : near      ? fmt::format("did you mean `{}`?", *near)
                             : "name a flow, an address such as FLOW/sink/KEY, or label=value";
  return problem;
}

void keep_targets(const Targets& targets, const Desired& desired, Plan& plan)
{
  if (targets.empty()) {
    return;
  }
  std::set<Address> kept;
  const auto keep_with_needs = [&](const Address& address, const auto& self) -> void {
    if (!kept.insert(address).second) {
      return;
    }
    const auto* const resource = desired.find(address);
    if (resource == nullptr) {
      return;
    }
    auto needs = resource->depends_on;
    if (resource->parent) {
      needs.push_back(*resource->parent);
    }
    for (const auto& need : needs) {
      if (!plan.bindings.ids.contains(need)) {
        self(need, self);
      }
    }
  };
  for (const auto& target : targets) {
    bool any = false;
    for (const auto& resource : desired.resources) {
      if (matches(target, resource.address, resource.labels)) {
        any = true;
        keep_with_needs(resource.address, keep_with_needs);
      }
    }
    for (const auto& change : plan.changes) {
      if (matches(target, change.address, {})) {
        any = true;
        kept.insert(change.address);
      }
    }
    if (!any) {
      plan.diagnostics.add(unknown_target(target, desired));
    }
  }
  const auto other = [&](const auto& entry) { return !kept.contains(entry.address); };
  std::erase_if(plan.changes, other);
  std::erase_if(plan.drift, other);
  std::erase_if(plan.waiting, other);
  std::erase_if(plan.blocked, [&](const Address& address) { return !kept.contains(address); });
  forget_refusals_of_others(desired, kept, plan);
}

} // namespace flowsync::plan
