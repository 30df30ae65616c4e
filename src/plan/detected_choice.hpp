#pragma once

#include "plan/binding_table.hpp"

namespace flowsync::plan {

// Which of the sets that Nexla detected stands for an address. Input and table must outlive it.
class DetectedChoice
{
public:
  DetectedChoice(const BindingInput& input, BindingTable& table) : m_input(input), m_table(table) {}

  // The set that the selector chooses: bound with its id, and nothing else known of it, awaited while there is none,
  // or blocked, with the problem reported.
  Binding choose(const DesiredResource& desired);
  // Whether another set may take the place of a bound one that is gone: only when somebody says so, or when what a new
  // source yields is chosen from anew.
  bool may_choose_again(const DesiredResource& desired, ResourceId lost) const;
  // Refuses to, for now.
  Binding lost(const DesiredResource& desired, ResourceId id);

private:
  bool source_is_new(const DesiredResource& desired) const;

  const BindingInput& m_input;
  BindingTable& m_table;
};

} // namespace flowsync::plan
