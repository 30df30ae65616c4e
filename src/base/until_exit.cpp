#include "base/until_exit.hpp"

#include <mutex>
#include <vector>

namespace flowsync {

void hold_until_exit(std::shared_ptr<const void> done_with)
{
  static std::mutex mutex;
  static auto& held = *new std::vector<std::shared_ptr<const void>>; // on purpose without an end
  const std::lock_guard lock(mutex);
  held.push_back(std::move(done_with));
}

} // namespace flowsync
