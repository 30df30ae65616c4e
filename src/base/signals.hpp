#pragma once

#include <functional>
#include <stop_token>
#include <thread>

namespace flowsync {

// While it lives, SIGHUP and the first SIGINT or SIGTERM request a stop; a second one of these two ends the process at
// once (exit 130).
// SIGPIPE and SIGXFSZ are ignored: a reader that went away, and a file that may not grow, show as a failed write. At
// most one at a time.
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

// While it lives, SIGHUP calls `wake`, from a thread of its own, instead of asking to stop; also where it is ignored
// otherwise, as under nohup. Only when the terminal that the program was started from is gone it asks to stop all the
// same. Needs a SignalStop; without one it does nothing. At most one at a time.
class HangupWakes
{
public:
  explicit HangupWakes(std::function<void()> wake);
  ~HangupWakes();
  HangupWakes(const HangupWakes&) = delete;
  HangupWakes& operator=(const HangupWakes&) = delete;
};

// While it lives, the first signal ends the process at once (exit 130): for work that only computes, leaves nothing
// behind and looks at no stop token. One that came before ends it right here.
class EndsAtOnce
{
public:
  EndsAtOnce();
  ~EndsAtOnce();
  EndsAtOnce(const EndsAtOnce&) = delete;
  EndsAtOnce& operator=(const EndsAtOnce&) = delete;
};

// While it lives, EndsAtOnce has no effect: something is held that must be let go in order.
class EndsInOrder
{
public:
  EndsInOrder();
  ~EndsInOrder();
  EndsInOrder(const EndsInOrder&) = delete;
  EndsInOrder& operator=(const EndsInOrder&) = delete;
};

} // namespace flowsync
