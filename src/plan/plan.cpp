#include "plan/plan.hpp"

#include "plan/actions.hpp"

#include <algorithm>

namespace flowsync::plan {

std::string_view cause_name(Cause cause)
{
  switch (cause) {
  case Cause::spec:
    return "spec";
  case Cause::drift:
    return "drift";
  case Cause::both:
    return "both";
  case Cause::unknown:
    return "unknown";
  case Cause::outside:
    return "outside";
  }
  return "unknown";
}

std::vector<std::string> action_words(Action action)
{
  switch (action) {
  case Action::no_op:
    return {"no-op"};
  case Action::read:
    return {"read"};
  case Action::create:
    return {"create"};
  case Action::update:
    return {"update"};
  case Action::replace:
    return {"delete", "create"};
  case Action::remove:
    return {"delete"};
  case Action::forget:
    return {"forget"};
  }
  return {"no-op"};
}

bool ResourceChange::is_difference() const
{
  return !waiting && action != Action::no_op && action != Action::read;
}

bool ResourceDrift::is_owned() const
{
  return gone ||
         std::any_of(fields.begin(), fields.end(), [](const auto& field) { return field.cause != Cause::outside; }) ||
         std::any_of(notes.begin(), notes.end(), [](const auto& note) { return !note.outside; });
}

const ResourceChange* Plan::find(const Address& address) const
{
  const auto found =
      std::lower_bound(changes.begin(), changes.end(), address,
                       [](const ResourceChange& change, const Address& wanted) { return change.address < wanted; });
  return found != changes.end() && found->address == address ? &*found : nullptr;
}

bool ResourceChange::is_suspension() const
{
  return action == Action::update && !fields.empty() &&
         std::all_of(fields.begin(), fields.end(), [](const FieldChange& field) { return field.suspension; });
}

bool Plan::is_complete() const
{
  return made && incomplete.empty() && blocked.empty() && !diagnostics.has_errors();
}

bool Plan::has_differences() const
{
  return std::any_of(changes.begin(), changes.end(),
                     [](const ResourceChange& change) { return change.is_difference(); });
}

bool Plan::has_work() const
{
  return std::any_of(changes.begin(), changes.end(), acts);
}

} // namespace flowsync::plan
