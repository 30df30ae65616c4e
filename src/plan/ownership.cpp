#include "plan/ownership.hpp"

#include <algorithm>
#include <utility>

namespace flowsync::plan {

namespace {

// A copy carries its original's mark; an adopted resource that is itself a copy says so by its own id.
bool is_copy(const LiveResource& live, const Mark& mark)
{
  const auto own = std::find(mark.tokens.begin(), mark.tokens.end(),
                             std::pair<std::string, std::string>("id", std::to_string(live.id)));
  return live.copied_from_id.has_value() && own == mark.tokens.end();
}

} // namespace

MarkOwner mark_owner(const Desired& desired)
{
  return {desired.project, desired.environment.name, desired.environment.formerly};
}

std::vector<SeenMark> see_marks(const MarkOwner& owner, const LiveResource& live)
{
  std::vector<SeenMark> seen;
  if (live.description.find("[flowsync ") == std::string::npos) {
    return seen;
  }
  auto marks = find_marks(live.description);
  const bool several = marks.size() > 1;
  for (auto& mark : marks) {
    const bool former =
        std::find(owner.formerly.begin(), owner.formerly.end(), mark.environment) != owner.formerly.end();
    const bool ours = mark.project == owner.project && (mark.environment == owner.environment || former);
    const bool copy = is_copy(live, mark);
    seen.push_back({ours ? SeenMark::Kind::ours : SeenMark::Kind::foreign, std::move(mark), former, copy, several});
  }
  return seen;
}

SeenMark see_mark(const MarkOwner& owner, const LiveResource& live)
{
  auto all = see_marks(owner, live);
  if (all.empty()) {
    return {};
  }
  const auto ours =
      std::find_if(all.begin(), all.end(), [](const SeenMark& seen) { return seen.kind == SeenMark::Kind::ours; });
  return std::move(ours != all.end() ? *ours : all.front());
}

bool accepts_owner(const Desired& desired, const StateData& state, const Identity& identity, const LiveResource& live)
{
  const auto& owners = desired.environment.owners;
  if (!live.owner_id || identity.user_id == 0) { // nothing to compare with
    return true;
  }
  return owners.empty() ? *live.owner_id == identity.user_id || state.owners.contains(*live.owner_id)
                        : std::find(owners.begin(), owners.end(), *live.owner_id) != owners.end();
}

} // namespace flowsync::plan
