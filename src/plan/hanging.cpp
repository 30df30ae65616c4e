#include "plan/hanging.hpp"

#include "plan/elsewhere.hpp"

#include <fmt/format.h>

#include <set>

namespace flowsync::plan {

namespace {

// Whether Nexla made it for what it hangs from.
bool is_made_by_nexla(const LiveResource& live)
{
  return live.type == ResourceKind::source || is_detected(live);
}

// "dev" or "project/environment" of what the marks or adopt entries of others say; "" for nobody's.
std::string owner_of(const BindingInput& input, const MarkIndex& marks, const LiveResource& live)
{
  const auto seen = marks.read(live);
  if (seen.is_of_others()) {
    return seen.mark.project == input.desired.project ? seen.mark.environment
                                                      : fmt::format("{}/{}", seen.mark.project, seen.mark.environment);
  }
  const auto adopted = adopted_by_another(input.desired, live.type, live.id);
  return adopted ? adopted->environment : std::string();
}

} // namespace

std::vector<Hanging> hanging_below(const BindingInput& input, const MarkIndex& marks, const Bindings& bindings)
{
  std::set<LiveKey> ours;
  for (const auto& [address, id] : bindings.ids) {
    ours.emplace(address.kind, id);
  }
  for (const auto& [address, record] : input.state.records) { // also what is in the specs no more
    ours.emplace(record.type, record.id);
  }
  std::vector<Hanging> result;
  for (const auto& [address, id] : bindings.ids) {
    for (const auto* const live : input.tree.children(address.kind, id)) {
      const auto seen = marks.read(*live);
      const bool marked = seen.is_own();
      if (!marked && !is_made_by_nexla(*live) && !ours.contains({live->type, live->id})) {
        result.push_back({address, live->type, live->id, live->name, live->status, owner_of(input, marks, *live)});
      }
    }
  }
  return result;
}

} // namespace flowsync::plan
