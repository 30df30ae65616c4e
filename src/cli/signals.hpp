#pragma once

#include <stop_token>
#include <thread>

namespace flowsync::cli {

// While it lives, SIGHUP and the first SIGINT or SIGTERM request a stop; a second one of these two ends the process at
// once (exit 130).
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
  bool m_hangs_up = false; // SIGHUP is handled here
  std::thread m_watcher;   // turns what the handler wrote into a pipe into a stop request
};

} // namespace flowsync::cli
