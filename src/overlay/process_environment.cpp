#include "overlay/process_environment.hpp"

namespace flowsync::overlay {

ProcessEnvironment::ProcessEnvironment(std::map<std::string, std::string, std::less<>> values,
                                       std::optional<WallTime> now)
    : m_values(std::move(values)),
      m_now(now)
{
  if (const auto* const listed = find("FLOWSYNC_ENV"); listed != nullptr) {
    m_rules = VariableRules(*listed);
  }
}

const std::string* ProcessEnvironment::find(std::string_view name) const
{
  const auto found = m_values.find(name);
  return found != m_values.end() ? &found->second : nullptr;
}

} // namespace flowsync::overlay
