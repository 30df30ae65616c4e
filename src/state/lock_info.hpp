#pragma once

#include "state/storage.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace flowsync::state {

// A lock as Terraform's http protocol describes it, a JSON object with ID, Operation, Info, Who, Version, Created and
// Path. Our own holder stands in Info.
struct LockInfo
{
  HeldLock held;    // its token is the ID
  std::string body; // as it is sent, to lock and to unlock
};

// A new lock for a holder: no two have the same ID.
LockInfo new_lock_info(const Holder& holder);

// Who holds a lock, from the answer of a server that refuses another; of somebody else's program what can be told.
// Nothing when the answer does not say.
std::optional<LockInfo> parse_lock_info(std::string_view text);

} // namespace flowsync::state
