#include "overlay/process_environment.hpp"

namespace flowsync::overlay {

ProcessEnvironment::ProcessEnvironment(std::map<std::string, std::string, std::less<>> values)
    : m_values(std::move(values))
{
  const auto* const listed = find("FLOWSYNC_ENV");
  std::string_view rest = listed != nullptr ? std::string_view(*listed) : std::string_view{};
  while (!rest.empty()) {
    const auto end = std::min(rest.find_first_of(",: \t\n"), rest.size());
    if (end > 0) {
      m_listed.emplace(rest.substr(0, end));
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

const std::string* ProcessEnvironment::find(std::string_view name) const
{
  const auto found = m_values.find(name);
  return found != m_values.end() ? &found->second : nullptr;
}

bool ProcessEnvironment::allows(std::string_view name) const
{
  return name.starts_with("FLOWSYNC_") || name.starts_with("NEXLA_") || m_listed.contains(name);
}

} // namespace flowsync::overlay
