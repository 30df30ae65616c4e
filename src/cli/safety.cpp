#include "cli/safety.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <optional>

namespace flowsync::cli {

namespace {

constexpr std::size_t k_least_for_percent = 10;

void refuse(Diagnostics& diagnostics, std::string code, std::string message, std::string hint)
{
  diagnostics.error(std::move(code), std::move(message), {}, std::move(hint)).exit = ExitCode::refused;
}

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

} // namespace

Diagnostics check_safety(const plan::Plan& plan, const Environment::Safety& safety)
{
  Diagnostics diagnostics;
  const auto& summary = plan.summary;
  const auto owned = plan.bindings.ids.size();
  if (const auto replaced = addresses(plan, plan::Action::replace); !replaced.empty()) {
    refuse(diagnostics, "replace-refused",
           fmt::format("{} would have to be replaced, which apply does not do yet", join_words(replaced)),
           safety.prevent_delete ? "`safety.prevent_delete` of this environment forbids it anyway; take the change back"
                                 : "take the change back, or give the resource a new key");
  }
  if (const auto removed = addresses(plan, plan::Action::remove); !removed.empty()) {
    refuse(diagnostics, "delete-refused",
           fmt::format("{} would be deleted, which apply does not do yet", join_words(removed)),
           "run apply without --prune: what is no longer in the specs stays as it is");
  }
  const auto deletes = summary.remove + summary.replace;
  if (const auto most = allowed(safety.max_deletes, owned); most && deletes > *most) {
    refuse(diagnostics, "too-many-deletes",
           fmt::format("the plan deletes {}, and `safety.max_deletes` is {}", count_of(deletes, "resource"),
                       limit_text(*safety.max_deletes, owned)),
           "check the specs");
  }
  const auto changes = summary.update + deletes;
  if (const auto most = allowed(safety.max_changes, owned); most && changes > *most) {
    refuse(diagnostics, "too-many-changes",
           fmt::format("the plan changes {}, and `safety.max_changes` is {}", count_of(changes, "resource"),
                       limit_text(*safety.max_changes, owned)),
           "apply a part with --target, or raise the limit in the environment for this change");
  }
  return diagnostics;
}

} // namespace flowsync::cli
