#include "plan/binding_table.hpp"

#include "plan/place.hpp"

namespace flowsync::plan {

void BindingTable::keep(const DesiredResource& desired, Binding binding)
{
  if (desired.detected && binding.verdict == Binding::Verdict::bound) {
    m_detected.emplace(binding.id, desired.address);
  }
  m_bindings.insert_or_assign(desired.address, std::move(binding));
}

Binding BindingTable::refuse(const DesiredResource& desired, DiagnosticCode code, std::string message, std::string hint,
                             ExitCode exit)
{
  m_diagnostics.error(code, std::move(message), location(desired.defined_at), std::move(hint)).exit = exit;
  return {};
}

const Binding* BindingTable::parent_of(const DesiredResource& desired) const
{
  if (!desired.parent) {
    return nullptr;
  }
  const auto found = m_bindings.find(*desired.parent);
  return found != m_bindings.end() ? &found->second : nullptr;
}

const Address* BindingTable::detected_as(ResourceId id) const
{
  const auto found = m_detected.find(id);
  return found != m_detected.end() ? &found->second : nullptr;
}

} // namespace flowsync::plan
