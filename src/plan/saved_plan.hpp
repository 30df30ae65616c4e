#pragma once

#include "base/diagnostic.hpp"
#include "base/result.hpp"
#include "model/record.hpp"
#include "plan/plan.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace flowsync::plan {

// How a plan was asked for; a saved plan is made again in the same way.
struct PlanFlags
{
  std::vector<std::string> targets;
  bool prune = false;
  bool full_refresh = false;
  bool rebind = false;
  bool destroy = false; // everything that is owned
  bool operator==(const PlanFlags&) const = default;
};

// A plan as `plan --out` keeps it: what it was made from, and all that `show` tells of it. It holds no secret and no
// key: values that must not be shown are masked. So it does not carry out anything by itself: applying makes the plan
// again and compares the two. Commit, user and state are for the reader: another commit that asks for the same, another
// key, or something else that was applied meanwhile make no other plan.
struct SavedPlan
{
  std::string flowsync_version;
  std::string lineage; // of the state; "" when there was none
  std::uint64_t serial = 0;
  bool complete = true;
  PlanFlags flags;
  plan::Plan plan; // without its bindings
};

// `state`: the one that the plan was made from.
SavedPlan saved_plan_of(const plan::Plan& plan, const StateData& state, const PlanFlags& flags);

// The text of a plan file; the same plan gives the same bytes. Its last member is a SHA-256 of everything before it.
std::string saved_plan_text(const SavedPlan& saved);

// Why a text is not a plan that can be applied: a sentence and what to do.
struct PlanFileProblem
{
  std::string text; // without the file's name: "is damaged: …"
  std::string hint;
};
// Reads any text. Pure; never throws.
Result<SavedPlan, PlanFileProblem> parse_saved_plan(std::string_view text);

// Whether a text is a saved plan, even a damaged or newer one, and no other file.
bool looks_like_saved_plan(std::string_view text);

} // namespace flowsync::plan
