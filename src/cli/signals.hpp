#pragma once

#include <stop_token>
#include <thread>

namespace flowsync::cli {

// While it lives, the first SIGINT or SIGTERM requests a stop and the second ends the process at once (exit 130).
// SIGPIPE is ignored: a reader that went away shows as a failed write. At most one at a time.
class SignalStop
{
public:
  SignalStop();
  ~SignalStop();
  SignalStop(const SignalStop&) = delete;
  SignalStop& operator=(const SignalStop&) = delete;

  std::stop_token token() const { return m_source.get_token(); }

private:
  std::stop_source m_source;
  std::thread m_watcher; // turns what the handler wrote into a pipe into a stop request
};

} // namespace flowsync::cli
