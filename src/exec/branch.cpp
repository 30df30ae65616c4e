#include "exec/branch.hpp"

#include "exec/flow_reading.hpp"
#include "model/habits.hpp"

#include <algorithm>
#include <set>

namespace flowsync::exec {

namespace {

using Children = std::map<Address, std::vector<const DesiredResource*>>;

Children children_of(const Desired& desired)
{
  Children children;
  for (const auto& resource : desired.resources) {
    if (resource.parent) {
      children[*resource.parent].push_back(&resource);
    }
  }
  return children;
}

bool is_started_anew(const DesiredResource& resource, const plan::ResourceChange& change)
{
  return change.action == plan::Action::create && !change.waiting && resource.state == RunState::active &&
         has_status(change.type);
}

class Finder
{
public:
  Finder(const Desired& desired, const plan::Plan& plan) : m_desired(desired), m_children(children_of(desired))
  {
    for (const auto& change : plan.changes) {
      m_changes.emplace(change.address, &change);
    }
  }

  std::vector<BranchOf> find(const plan::Plan& plan)
  {
    std::vector<BranchOf> branches;
    for (const auto& change : plan.changes) {
      const auto* const resource = m_desired.find(change.address);
      if (resource == nullptr || change.type != ResourceKind::nexset || !is_started_anew(*resource, change) ||
          is_below_another(*resource)) {
        continue;
      }
      if (auto branch = gather(*resource); branch && branch->size() > 1) {
        branches.push_back(std::move(*branch));
      }
    }
    return branches;
  }

private:
  // Whether a verb on something above starts it.
  bool is_below_another(const DesiredResource& resource)
  {
    for (const auto* above = above_of(resource); above != nullptr; above = above_of(*above)) {
      const auto change = m_changes.find(above->address);
      if (above->type == ResourceKind::nexset && change != m_changes.end() &&
          is_started_anew(*above, *change->second) && gather(*above)) {
        return true;
      }
    }
    return false;
  }

  const DesiredResource* above_of(const DesiredResource& resource) const
  {
    return resource.parent ? m_desired.find(*resource.parent) : nullptr;
  }

  // Nothing where something below is not to be started with it.
  std::optional<BranchOf> gather(const DesiredResource& top) const
  {
    BranchOf branch{top.address};
    for (std::size_t next = 0; next < branch.size(); ++next) {
      const auto below = m_children.find(branch[next]);
      for (const auto* const resource : below != m_children.end() ? below->second : Below{}) {
        const auto change = m_changes.find(resource->address);
        if (change == m_changes.end() || change->second->waiting) {
          continue; // it is not made by this plan
        }
        if (!is_started_anew(*resource, *change->second)) {
          return std::nullopt;
        }
        branch.push_back(resource->address);
      }
    }
    return branch;
  }

  using Below = std::vector<const DesiredResource*>;

  const Desired& m_desired;
  const Children m_children;
  std::map<Address, const plan::ResourceChange*> m_changes;
};

} // namespace

std::vector<BranchOf> branches_of(const Desired& desired, const plan::Plan& plan)
{
  return Finder(desired, plan).find(plan);
}

std::set<Address> parents_of_new(const Desired& desired, const plan::Plan& plan)
{
  using plan::Action;
  std::set<Address> parents;
  for (const auto& change : plan.changes) {
    const auto* const wanted = desired.find(change.address);
    if (wanted != nullptr && wanted->parent && !wanted->detected && !change.waiting &&
        (change.action == Action::create || change.action == Action::replace)) {
      parents.insert(*wanted->parent);
    }
  }
  return parents;
}

void Branch::add(const Address& address, Created created)
{
  const std::lock_guard lock(m_mutex);
  m_made.insert_or_assign(address, std::move(created));
}

std::optional<Created> Branch::made(const Address& address) const
{
  const std::lock_guard lock(m_mutex);
  const auto found = m_made.find(address);
  return found != m_made.end() ? std::optional(found->second) : std::nullopt;
}

void Branch::start(Run& run) const
{
  const auto top = made(m_top).value();
  start_created(run, *run.wanted(m_top), top.key, top.reply.status);
  const auto flow = read_flow(run, top.key);
  if (!flow || running(flow->at(top.key).status) != Running::yes) {
    return;
  }
  const std::lock_guard lock(m_mutex);
  const bool stayed = std::any_of(m_made.begin(), m_made.end(), [&](const auto& member) {
    const auto shown = flow->find(member.second.key);
    return shown != flow->end() && running(shown->second.status) == Running::no;
  });
  if (stayed) {
    run.learn(habit::k_verbs_stay);
  }
}

} // namespace flowsync::exec
