#include "plan/safety.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace flowsync::plan {

namespace {

constexpr std::size_t k_least_for_percent = 10;

// The limit as a number of resources; nothing when it does not count here.
std::optional<std::size_t> allowed(const std::optional<Limit>& limit, std::size_t owned)
{
  if (!limit) {
    return std::nullopt;
  }
  if (!limit->percent) {
    return static_cast<std::size_t>(limit->value);
  }
  if (owned < k_least_for_percent) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(limit->value) * owned / 100;
}

std::string limit_text(const Limit& limit, std::size_t owned)
{
  return limit.percent ? fmt::format("{}% of {}", limit.value, count_of(owned, "resource"))
                       : fmt::format("{}", limit.value);
}

// Owned resources that the specs do not name any more.
std::size_t orphans(const plan::Plan& plan)
{
  return static_cast<std::size_t>(std::count_if(plan.changes.begin(), plan.changes.end(), [](const auto& change) {
    return change.reason == Reason("removed_from_spec");
  }));
}

std::vector<std::string> addresses(const plan::Plan& plan, plan::Action action)
{
  std::vector<std::string> result;
  for (const auto& change : plan.changes) {
    if (change.action == action) {
      result.push_back(change.address.text());
    }
  }
  return result;
}

void check_deletes(const plan::Plan& plan, const Environment::Safety& safety, const DeletePermission& permission,
                   std::size_t owned, Diagnostics& diagnostics)
{
  const auto deletes = plan.summary.remove + plan.summary.replace;
  if (permission.confirmed && *permission.confirmed != deletes) {
    diagnostics.refuse("deletes-differ",
                       fmt::format("--confirm-deletes says {}, and the plan deletes {}", *permission.confirmed,
                                   count_of(deletes, "resource")),
                       {}, "look at the plan again");
  }
  if (deletes == 0) {
    return;
  }
  auto gone = addresses(plan, plan::Action::remove);
  const auto replaced = addresses(plan, plan::Action::replace);
  gone.insert(gone.end(), replaced.begin(), replaced.end());
  if (safety.prevent_delete) {
    diagnostics.refuse("delete-prevented",
                       fmt::format("{} would be deleted{}, and `safety.prevent_delete` of this environment forbids it",
                                   some_of(gone), replaced.empty() ? "" : " or replaced"),
                       {}, "take the change back, or lift `prevent_delete` in a change of its own");
    return;
  }
  if (!permission.everything && plan.wanted_count == 0 && plan.summary.remove > 0) {
    diagnostics.refuse("empty-specs",
                       fmt::format("the specs of {} name no resource at all, so --prune would delete all it has ({})",
                                   plan.environment, count_of(deletes, "resource")),
                       {}, fmt::format("if that is meant, `flowsync destroy -e {}`", plan.environment));
  }
  const auto most = permission.confirmed ? std::nullopt : allowed(safety.max_deletes, owned);
  if (most && deletes > *most) {
    diagnostics.refuse("too-many-deletes",
                       fmt::format("the plan deletes {}, and `safety.max_deletes` is {}", count_of(deletes, "resource"),
                                   limit_text(*safety.max_deletes, owned)),
                       {}, fmt::format("check the plan; `--confirm-deletes {}` allows just that", deletes));
  }
}

// Updates that `safety.max_changes` counts: pausing an environment is a decision about all of it.
std::size_t counted_updates(const plan::Plan& plan)
{
  return plan.summary.update -
         static_cast<std::size_t>(std::count_if(plan.changes.begin(), plan.changes.end(),
                                                [](const auto& change) { return change.is_suspension(); }));
}

} // namespace

Diagnostics check_safety(const plan::Plan& plan, const Environment::Safety& safety, const DeletePermission& permission)
{
  Diagnostics diagnostics;
  const auto& summary = plan.summary;
  const auto owned = plan.bindings.ids.size() + orphans(plan);
  check_deletes(plan, safety, permission, owned, diagnostics);
  // Deletes that somebody has counted and confirmed are not an accident.
  const auto deletes = permission.confirmed ? 0 : summary.remove + summary.replace;
  const auto changes = counted_updates(plan) + deletes;
  if (const auto most = allowed(safety.max_changes, owned); most && changes > *most) {
    diagnostics.refuse("too-many-changes",
                       fmt::format("the plan changes {}, and `safety.max_changes` is {}", count_of(changes, "resource"),
                                   limit_text(*safety.max_changes, owned)),
                       {}, "apply a part with --target, or raise the limit in the environment for this change");
  }
  return diagnostics;
}

} // namespace flowsync::plan
