#include "plan/binding.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::plan {

namespace {

// A copy carries its original's mark; an adopted resource that is itself a copy says so by its own id.
bool is_copy(const LiveResource& live, const Mark& mark)
{
  const auto own = std::find(mark.tokens.begin(), mark.tokens.end(),
                             std::pair<std::string, std::string>("id", std::to_string(live.id)));
  return live.copied_from_id.has_value() && own == mark.tokens.end();
}

std::vector<Mark> marks_of(const LiveResource& live)
{
  return live.description.find("[flowsync ") != std::string::npos ? find_marks(live.description) : std::vector<Mark>();
}

} // namespace

MarkIndex::Seen MarkIndex::read(const LiveResource& live) const
{
  if (const auto known = m_seen.find(&live); known != m_seen.end()) {
    return known->second;
  }
  return judge(live, marks_of(live));
}

MarkIndex::Seen MarkIndex::judge(const LiveResource& live, const std::vector<Mark>& marks) const
{
  Seen seen;
  for (const auto& mark : marks) {
    const auto& environment = m_desired.environment;
    const bool former = std::find(environment.formerly.begin(), environment.formerly.end(), mark.environment) !=
                        environment.formerly.end();
    const bool ours = mark.project == m_desired.project && (mark.environment == environment.name || former);
    if (seen.kind == Kind::none || (ours && seen.kind == Kind::foreign)) {
      seen = {ours ? Kind::ours : Kind::foreign, mark, former, is_copy(live, mark)};
    }
  }
  return seen;
}

namespace {

// Somebody said by an entry that a resource is to be ours.
bool is_adopted(const Desired& desired, ResourceType type, ResourceId id)
{
  const auto& adopt = desired.environment.adopt;
  return std::any_of(adopt.begin(), adopt.end(),
                     [&](const auto& entry) { return entry.first.role == type && entry.second.id == id; });
}

} // namespace

MarkIndex::MarkIndex(const Desired& desired, const Inventory& inventory, Diagnostics& diagnostics) : m_desired(desired)
{
  for (const auto& [type, resources] : inventory.resources) {
    for (const auto& [id, live] : resources) {
      const auto found = marks_of(live);
      if (found.empty()) {
        continue;
      }
      const auto& seen = m_seen.emplace(&live, judge(live, found)).first->second; // asked for again and again
      if (seen.kind != Kind::ours) {
        continue;
      }
      const auto what = fmt::format("{} {} \"{}\"", type_name(type), id, printable(live.name));
      if (found.size() > 1) {
        diagnostics.refuse("several-marks", fmt::format("{} carries two different marks in its description", what), {},
                           "delete the mark that is not its own in Nexla");
      } else if (seen.mark.address.role != type && facts(type).is_code && facts(seen.mark.address.role).is_code) {
        continue; // transforms are code containers, and listed as both (API notes B8)
      } else if (seen.mark.address.role != type) {
        diagnostics.warning(
            "misplaced-mark",
            fmt::format("{} carries the mark of {}, which is another kind of resource", what, seen.mark.address.text()),
            {}, "delete the mark in Nexla");
      } else if (seen.copy && is_adopted(desired, type, id)) {
        continue;
      } else if (seen.copy) {
        diagnostics.warning(
            "copied-mark",
            fmt::format("{} is a copy of {}, made outside flowsync; it is left alone", what, *live.copied_from_id), {},
            "delete the copy in Nexla, or remove the mark from its description");
      } else {
        m_by_address[seen.mark.address].push_back(&live);
      }
    }
  }
}

const std::vector<const LiveResource*>& MarkIndex::marked(const Address& address) const
{
  static const std::vector<const LiveResource*> k_none;
  const auto found = m_by_address.find(address);
  return found != m_by_address.end() ? found->second : k_none;
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
