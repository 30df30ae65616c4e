#include "plan/removed.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "plan/desired_tree.hpp"
#include "plan/duplicates.hpp"
#include "plan/known_resources.hpp"
#include "plan/lost.hpp"
#include "plan/place.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace flowsync::plan {

namespace {

using Orphans = std::map<Address, const LiveResource*>;

// Detected sets stay as long as their source does.
void drop_staying_sets(Orphans& orphans)
{
  std::set<ResourceId> sources;
  for (const auto& [address, live] : orphans) {
    if (live->type == ResourceKind::source) {
      sources.insert(live->id);
    }
  }
  std::erase_if(orphans, [&](const auto& orphan) {
    const auto& live = *orphan.second;
    return is_detected(live) && !(live.source_id && sources.contains(*live.source_id));
  });
}

using Left = std::vector<std::pair<Address, const LiveResource*>>;

std::string left_words(const std::string& flow, const Left& resources, bool excluded)
{
  const std::string_view why = excluded ? "excluded from this environment" : "no longer in the specs";
  const auto named = [](const Address& address, const LiveResource& live) {
    return fmt::format("{} ({} {} \"{}\")", address.text(), type_name(live.type), live.id, printable(live.name));
  };
  if (resources.size() == 1) {
    const auto& [address, live] = resources.front();
    return fmt::format("{} is {}; it is left as it is", named(address, *live), why);
  }
  std::vector<std::string> names;
  std::transform(resources.begin(), resources.end(), std::back_inserter(names),
                 [&](const auto& resource) { return named(resource.first, *resource.second); });
  return fmt::format("{} resources of {} are {}; they are left as they are: {}", resources.size(), flow, why,
                     join_words(names));
}

// For the command line of `state rm`: the flow where nothing of it is wanted any more.
std::string what_to_forget(const std::string& flow, const Left& resources, const std::set<Address>& wanted)
{
  const bool whole =
      std::none_of(wanted.begin(), wanted.end(), [&](const Address& address) { return address.flow == flow; });
  if (whole) {
    return flow;
  }
  std::string words;
  for (const auto& [address, live] : resources) {
    words += (words.empty() ? "" : " ") + address.text();
  }
  return words;
}

} // namespace

std::vector<ResourceChange> removed_resources(const BindingInput& input, const MarkIndex& marks, const Moves& moves,
                                              bool prune, Diagnostics& diagnostics)
{
  std::set<Address> wanted;
  for (const auto& resource : input.desired.resources) {
    wanted.insert(wanted.end(), resource.address); // they are sorted
  }
  const Duplicates duplicates(input, marks, moves);
  Orphans orphans;
  const auto consider = [&](const Claim& claim) {
    if (wanted.contains(claim.address)) {
      return;
    }
    const auto to = moves.now(claim.address, claim.token);
    const bool moves_on = wanted.contains(to) && !duplicates.all().contains(to) && !duplicates.is_held(to);
    if (!moves_on) {
      orphans.emplace(claim.address, claim.live);
    }
  };
  for (const auto& claim : claims_of_records(input.state, input.inventory, marks)) {
    consider(claim);
  }
  for (const auto& claim : claims_of_marks(marks)) {
    if (accepts_owner(input.desired, input.state, input.identity, *claim.live)) {
      consider(claim);
    }
  }
  for (const auto& [address, claims] : duplicates.all()) {
    if (!wanted.contains(address)) { // of the others the table of identity tells
      duplicates.report(address, {}, diagnostics);
      orphans.erase(address);
    }
  }
  drop_staying_sets(orphans);
  std::vector<ResourceChange> removed;
  std::map<std::string, Left> left; // by flow: what somebody took out with one change is told once
  for (const auto& [address, live] : orphans) {
    ResourceChange change;
    change.address = address;
    change.type = live->type;
    change.id = live->id;
    change.name = live->name;
    change.action = prune && !duplicates.leave_alone(address) ? Action::remove : Action::no_op;
    change.reason = "removed_from_spec";
    if (prune) {
      const auto record = input.state.records.find(address);
      const bool known = record != input.state.records.end() && record->second.id == live->id;
      change.fields = lost_fields(*live, known ? &record->second : nullptr);
    }
    if (!prune && !duplicates.is_held(address)) { // of what is held back its error tells
      left[address.flow.empty() ? address.text() : address.flow].emplace_back(address, live);
    }
    removed.push_back(std::move(change));
  }
  for (const auto& [flow, resources] : left) {
    const bool excluded = input.desired.excluded_flows.contains(resources.front().first.flow);
    diagnostics.warning(
        "removed-from-spec", left_words(flow, resources, excluded), {},
        fmt::format("`--prune` deletes {0}; `flowsync state rm -e {1} {2}` forgets {0}, and Nexla keeps {0}",
                    resources.size() == 1 ? "it" : "them", input.desired.environment.name,
                    what_to_forget(flow, resources, wanted)));
  }
  return removed;
}

void block_dependents(const Desired& desired, Plan& plan)
{
  const auto lacks = [&](const Address& needed) {
    return plan.blocked.contains(needed) && !plan.bindings.ids.contains(needed);
  };
  const auto order = parents_first(desired);
  for (bool more = true; more;) { // references lead across flows
    more = false;
    for (const auto* const resource : order) {
      const auto& needs = resource->depends_on;
      const bool blocked =
          (resource->parent && lacks(*resource->parent)) || std::any_of(needs.begin(), needs.end(), lacks);
      more = (blocked && plan.blocked.insert(resource->address).second) || more;
    }
  }
  std::erase_if(plan.changes, [&](const ResourceChange& change) { return plan.blocked.contains(change.address); });
}

} // namespace flowsync::plan
