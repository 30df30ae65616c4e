#pragma once

#include "exec/known_account.hpp"
#include "model/record.hpp"

#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace flowsync::exec {

// Cascades that were begun, by this run or an earlier one, and not undone yet. Whoever begins another one that reaches
// the same resources must not take what the first did to them for how they were. Thread safe.
class OpenRestorations
{
public:
  explicit OpenRestorations(std::map<Address, Restoration> left) : m_open(std::move(left)) {}

  // The status before the first open cascade that reached it; nothing when none did.
  std::optional<std::string> before(const LiveKey& key) const;
  // Opens it; what is known already of its resources stays. Returns what is to be recorded.
  Restoration begin(Restoration restoration);
  void end(const Address& cause);

private:
  std::optional<std::string> find(const LiveKey& key) const;

  mutable std::mutex m_mutex;
  std::map<Address, Restoration> m_open; // guarded by m_mutex
};

} // namespace flowsync::exec
