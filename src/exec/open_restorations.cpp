#include "exec/open_restorations.hpp"

namespace flowsync::exec {

std::optional<std::string> OpenRestorations::find(const LiveKey& key) const
{
  for (const auto& [cause, open] : m_open) {
    if (const auto found = open.statuses.find(key); found != open.statuses.end()) {
      return found->second;
    }
  }
  return std::nullopt;
}

std::optional<std::string> OpenRestorations::before(const LiveKey& key) const
{
  const std::lock_guard lock(m_mutex);
  return find(key);
}

Restoration OpenRestorations::begin(Restoration restoration)
{
  const std::lock_guard lock(m_mutex);
  for (auto& [key, status] : restoration.statuses) {
    status = find(key).value_or(status);
  }
  if (const auto same = m_open.find(restoration.cause); same != m_open.end()) {
    restoration.statuses.insert(same->second.statuses.begin(), same->second.statuses.end());
  }
  m_open[restoration.cause] = restoration;
  return restoration;
}

void OpenRestorations::end(const Address& cause)
{
  const std::lock_guard lock(m_mutex);
  m_open.erase(cause);
}

} // namespace flowsync::exec
