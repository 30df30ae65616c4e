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

constexpr auto k_also_excluded = "also-excluded";

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

std::set<Address> targets_and_needs(const Desired& desired, const Targets& targets)
{
  std::set<Address> found;
  std::vector<const DesiredResource*> open;
  const auto add = [&](const DesiredResource* resource) {
    if (resource != nullptr && found.insert(resource->address).second) {
      open.push_back(resource);
    }
  };
  for (const auto& resource : desired.resources) {
    if (is_targeted(targets, resource.address, resource.labels)) {
      add(&resource);
    }
  }
  while (!open.empty()) {
    const auto& resource = *open.back();
    open.pop_back();
    if (resource.parent) {
      add(desired.find(*resource.parent));
    }
    for (const auto& need : resource.depends_on) {
      add(desired.find(need));
    }
  }
  return found;
}

Diagnostic unknown_target(const std::string& given, const Desired& desired)
{
  const auto target = is_exclusion(given) ? given.substr(1) : given;
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
  problem.hint = is_left_out                 ? "`flows:` of the environment leaves it out"
                 : near                      ? fmt::format("did you mean `{}`?", *near)
                 : is_target_pattern(target) ? "no `*` reaches beyond a slash: `orders-*` names flows, `*/sink/*` sinks"
                                             : "name a flow, an address such as FLOW/sink/KEY, or label=value";
  return problem;
}

namespace {

class Keeper
{
public:
  Keeper(const Targets& targets, const Desired& desired, Plan& plan)
      : m_targets(targets),
        m_desired(desired),
        m_plan(plan)
  {
  }

  void keep()
  {
    if (const auto chosen = selecting(m_targets); chosen.empty()) {
      keep_all();
    } else {
      for (const auto& target : chosen) {
        keep_meant(target);
      }
    }
    for (const auto& target : m_targets) {
      if (is_exclusion(target)) {
        exclude(target);
      }
    }
    exclude_dependents();
    const auto other = [&](const auto& entry) { return !m_kept.contains(entry.address); };
    std::erase_if(m_plan.changes, other);
    std::erase_if(m_plan.drift, other);
    std::erase_if(m_plan.waiting, other);
    std::erase_if(m_plan.blocked, [&](const Address& address) { return !m_kept.contains(address); });
    forget_refusals_of_others(m_desired, m_kept, m_plan);
  }

private:
  void keep_all()
  {
    for (const auto& resource : m_desired.resources) {
      m_kept.insert(resource.address);
    }
    for (const auto& change : m_plan.changes) {
      m_kept.insert(change.address);
    }
  }

  std::vector<Address> needs_of(const Address& address) const
  {
    const auto* const resource = m_desired.find(address);
    auto needs = resource != nullptr ? resource->depends_on : std::vector<Address>{};
    if (resource != nullptr && resource->parent) {
      needs.push_back(*resource->parent);
    }
    return needs;
  }

  void keep_with_needs(const Address& address)
  {
    if (!m_kept.insert(address).second) {
      return;
    }
    for (const auto& need : needs_of(address)) {
      if (!m_plan.bindings.ids.contains(need)) {
        keep_with_needs(need);
      }
    }
  }

  void keep_meant(const std::string& target)
  {
    bool any = false;
    for (const auto& resource : m_desired.resources) {
      if (target_means(target, resource.address, resource.labels)) {
        any = true;
        keep_with_needs(resource.address);
      }
    }
    for (const auto& change : m_plan.changes) {
      if (target_means(target, change.address, {})) {
        any = true;
        m_kept.insert(change.address);
      }
    }
    if (!any) {
      m_plan.diagnostics.add(unknown_target(target, m_desired));
    }
  }

  void exclude(const std::string& target)
  {
    bool any = false;
    for (const auto& resource : m_desired.resources) {
      if (target_means(target, resource.address, resource.labels)) {
        any = true;
        m_kept.erase(resource.address);
      }
    }
    for (const auto& change : m_plan.changes) {
      if (target_means(target, change.address, {})) {
        any = true;
        m_kept.erase(change.address);
      }
    }
    if (!any && !shard_of(target)) {
      m_plan.diagnostics.add(unknown_target(target, m_desired));
    }
  }

  // Whether it will be there only once this is applied: made, made anew, or detected by Nexla.
  static bool comes(const ResourceChange& change)
  {
    return change.action == Action::create || change.action == Action::replace || change.action == Action::read;
  }

  // What hangs from something that is not made (or made anew) now cannot be made either.
  void exclude_dependents()
  {
    for (bool more = true; more;) {
      more = false;
      for (const auto& change : m_plan.changes) {
        const auto needs =
            comes(change) && m_kept.contains(change.address) ? needs_of(change.address) : std::vector<Address>{};
        const auto lacking = std::find_if(needs.begin(), needs.end(), [&](const Address& need) {
          const auto* const missing = m_kept.contains(need) ? nullptr : m_plan.find(need);
          return missing != nullptr && comes(*missing);
        });
        if (lacking != needs.end()) {
          m_plan.diagnostics.warning(k_also_excluded,
                                     fmt::format("{} is left out as well: it needs {}, which is excluded and not there",
                                                 change.address.text(), lacking->text()));
          m_kept.erase(change.address);
          more = true;
        }
      }
    }
  }

  const Targets& m_targets;
  const Desired& m_desired;
  Plan& m_plan;
  std::set<Address> m_kept;
};

} // namespace

void keep_targets(const Targets& targets, const Desired& desired, Plan& plan)
{
  if (!targets.empty()) {
    Keeper(targets, desired, plan).keep();
  }
}

bool leaves_out_dependents(const Plan& plan)
{
  const auto& items = plan.diagnostics.items();
  return std::any_of(items.begin(), items.end(), [](const auto& item) { return item.code == k_also_excluded; });
}

} // namespace flowsync::plan
