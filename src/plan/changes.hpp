#pragma once

#include "plan/binding.hpp"
#include "plan/decision.hpp"
#include "plan/plan.hpp"
#include "plan/resolver.hpp"

#include <map>
#include <optional>
#include <string>

namespace flowsync::plan {

// Decides, resource by resource, what the plan says of it. Ask for parents first: what hangs from a waiting, blocked or
// replaced resource follows from it.
class ChangeMaker
{
public:
  // All of it must outlive it. `input` and `bindings`: what was asked of the table of identity, and what it said.
  ChangeMaker(const BindingInput& input, const std::map<Address, Binding>& bindings,
              const std::map<std::string, Secret>& secrets, Plan& plan);

  // The change of one desired resource; nothing when it is blocked (then it is in Plan::blocked). Drift, unverified and
  // waiting entries go into the plan.
  std::optional<ResourceChange> make(const DesiredResource& desired);

private:
  ResourceChange new_resource(const DesiredResource& desired, const Binding& binding);
  ResourceChange bound_resource(const DesiredResource& desired, const Binding& binding);
  Situation situation_of(const DesiredResource& desired, const Binding& binding, const LiveResource& live,
                         const std::vector<FieldChange>& fields) const;
  std::optional<FieldChange> status_change(const DesiredResource& desired, const LiveResource& live,
                                           const Record* record);
  std::optional<FieldChange> project_change(const DesiredResource& desired, const LiveResource& live,
                                            const Record* record) const;
  void note_affected(const std::vector<const LiveResource*>& touched, ResourceChange& change) const;
  void parent_change(const DesiredResource& desired, ResourceChange& change) const;
  void trigger_changes(const DesiredResource& desired, ResourceChange& change) const;
  void note_drift(const DesiredResource& desired, const LiveResource& live, const Binding& binding,
                  const ResourceChange& change, std::vector<FieldChange> outside);
  std::string why_waiting(const DesiredResource& desired) const;

  const Desired& m_desired;
  const Inventory& m_inventory;
  const LiveTree& m_tree;
  const StateData& m_state;
  const std::map<Address, Binding>& m_bindings;
  Plan& m_plan;
  Resolver m_resolve;
  std::map<Address, std::string> m_waiting;
  std::set<Address> m_new;      // created or replaced by this plan: their ids are not known yet
  std::set<Address> m_replaced; // of those
  std::map<LiveKey, Address> m_owned;
};

} // namespace flowsync::plan
