#include "base/signals.hpp"

#include <doctest/doctest.h>

#include <csignal>
#include <functional>

#include <sys/wait.h>
#include <unistd.h>

using namespace flowsync;

namespace {

// How a process ends that does this: its exit code, or minus the signal.
int end_of(const std::function<void()>& work)
{
  const auto process = ::fork();
  if (process == 0) {
    ::close(STDERR_FILENO);
    work();
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(process, &status, 0) == process);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

} // namespace

TEST_CASE("the first signal asks to stop, and ends at once what only computes")
{
  CHECK(end_of([] {
          const SignalStop signals;
          ::raise(SIGTERM);
        }) == 0);
  CHECK(end_of([] {
          const SignalStop signals;
          const EndsAtOnce computing;
          ::raise(SIGTERM);
        }) == 130);
  CHECK(end_of([] {
          const SignalStop signals;
          ::raise(SIGINT);
          const EndsAtOnce computing; // the one that came before counts
        }) == 130);
}

TEST_CASE("what is held is let go in order, and a second signal waits for nothing")
{
  CHECK(end_of([] {
          const SignalStop signals;
          const EndsInOrder holding;
          const EndsAtOnce computing;
          ::raise(SIGTERM);
        }) == 0);
  CHECK(end_of([] {
          const SignalStop signals;
          const EndsInOrder holding;
          ::raise(SIGTERM);
          ::raise(SIGTERM);
        }) == 130);
}

TEST_CASE("a file that may not grow is a failed write, not a death")
{
  CHECK(end_of([] {
          const SignalStop signals;
          ::raise(SIGXFSZ);
        }) == 0);
}

TEST_CASE("a signal that comes once more while the program leaves does not replace its exit code")
{
  CHECK(end_of([] {
          {
            const SignalStop signals;
            ::raise(SIGHUP);
          }
          ::raise(SIGHUP);
        }) == 0);
  CHECK(end_of([] {
          {
            const SignalStop signals;
            ::raise(SIGINT);
          }
          ::raise(SIGTERM);
        }) == 130);
  CHECK(end_of([] {
          {
            const SignalStop signals;
          }
          ::raise(SIGTERM);
        }) == -SIGTERM);
}
