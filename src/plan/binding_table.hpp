#pragma once

#include "plan/binding.hpp"

#include <map>
#include <string>

namespace flowsync::plan {

// The bindings that are made already while the others are still looked for, parents first.
class BindingTable
{
public:
  explicit BindingTable(Diagnostics& diagnostics) : m_diagnostics(diagnostics) {}

  void keep(const DesiredResource& desired, Binding binding);
  // Keeps nothing: reports the problem at the resource and returns the binding of what is blocked.
  Binding refuse(const DesiredResource& desired, DiagnosticCode code, std::string message, std::string hint,
                 ExitCode exit = ExitCode::refused);
  // The binding of what the resource hangs from; nullptr when it hangs from nothing.
  const Binding* parent_of(const DesiredResource& desired) const;
  // The detected resource that is bound to this id; nullptr when none is.
  const Address* detected_as(ResourceId id) const;

  std::map<Address, Binding> take() { return std::move(m_bindings); }

private:
  Diagnostics& m_diagnostics;
  std::map<Address, Binding> m_bindings;
  std::map<ResourceId, Address> m_detected;
};

} // namespace flowsync::plan
