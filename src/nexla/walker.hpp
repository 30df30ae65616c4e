#pragma once

#include "nexla/caller.hpp"
#include "nexla/paging.hpp"

#include <atomic>
#include <cstddef>
#include <functional>
#include <stop_token>

namespace flowsync::nexla {

// Walks the lists of a server, and learns whether what it counts of them can be reached. Thread safe.
class Walker
{
public:
  // Both must outlive it.
  Walker(const ClientOptions& options, Caller& caller) : m_options(options), m_caller(caller) {}

  // One page of a list, counted from 1.
  ApiResult<Reply> page(Call call, std::size_t page, std::stop_token stop);

  // Walks a list with its pages side by side. Where less was met than the server counts, something may have slipped
  // through between two of them: then once more from the start, one page after the other. `met` says how many items
  // were absorbed, `start_over` forgets them.
  ApiResult<Walk> whole(const Call& call, const std::stop_token& stop, const AbsorbPage& absorb,
                        const std::function<std::size_t()>& met, const std::function<void()>& start_over);

private:
  const ClientOptions& m_options;
  Caller& m_caller;
  std::atomic<bool> m_counts_well{true}; // the server's counts of its lists can be reached
};

} // namespace flowsync::nexla
