#include "base/signals.hpp"

#include "base/exit_code.hpp"
#include "base/fatal.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <functional>
#include <mutex>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace flowsync {

namespace {

constexpr char k_signalled = 's';
constexpr char k_hung_up = 'h';
constexpr char k_quit = 'q';

std::array<int, 2> g_pipe{-1, -1};
std::atomic<int> g_signals{0};
std::atomic<int> g_ends_at_once{0};
std::atomic<int> g_ends_in_order{0};
bool g_has_terminal = false;
std::mutex g_wake_mutex; // guards the next one
std::function<void()> g_wake;
static_assert(std::atomic<int>::is_always_lock_free);

void write_byte(char byte)
{
  while (::write(g_pipe[1], &byte, 1) < 0 && errno == EINTR) {}
}

bool ends_at_once()
{
  return g_ends_at_once > 0 && g_ends_in_order == 0;
}

[[noreturn]] void end_at_once()
{
  constexpr std::string_view k_words = "Interrupted; nothing was changed.\n";
  static_cast<void>(::write(STDERR_FILENO, k_words.data(), k_words.size()) < 0);
  ::_exit(static_cast<int>(ExitCode::interrupted));
}

// Only what a signal handler may do.
extern "C" void on_signal(int)
{
  const int before = errno;
  if (g_signals.fetch_add(1) > 0) {
    ::_exit(static_cast<int>(ExitCode::interrupted));
  }
  if (ends_at_once()) {
    end_at_once();
  }
  write_byte(k_signalled);
  errno = before;
}

// A terminal that goes away is told of by the system and by the shell: it never ends the process at once.
extern "C" void on_hangup(int)
{
  const int before = errno;
  write_byte(k_hung_up);
  errno = before;
}

// True when somebody took the signal as a word to go on.
bool wakes()
{
  const bool terminal_is_gone = g_has_terminal && ::isatty(STDERR_FILENO) == 0;
  const std::lock_guard lock(g_wake_mutex);
  if (!g_wake || terminal_is_gone) {
    return false;
  }
  g_wake();
  return true;
}

bool is_ignored(int signal)
{
  struct sigaction action = {};
  return sigaction(signal, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

void handle(int signal, void (*handler)(int))
{
  struct sigaction action = {};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

} // namespace

SignalStop::SignalStop()
{
  if (::pipe2(g_pipe.data(), O_CLOEXEC) != 0) {
    throw Fatal("the system has no pipe left");
  }
  g_has_terminal = ::isatty(STDERR_FILENO) == 1;
  handle(SIGPIPE, SIG_IGN);
  handle(SIGXFSZ, SIG_IGN);
  handle(SIGINT, on_signal);
  handle(SIGTERM, on_signal);
  m_hangs_up = !is_ignored(SIGHUP); // as under nohup
  if (m_hangs_up) {
    handle(SIGHUP, on_hangup);
  }
  m_watcher = std::thread([this] {
    char byte = 0;
    for (;;) {
      const auto got = ::read(g_pipe[0], &byte, 1);
      if (got < 0 && errno == EINTR) {
        continue;
      }
      if (got <= 0 || byte == k_quit) {
        return;
      }
      if (byte == k_signalled || !wakes()) {
        m_source.request_stop();
      }
    }
  });
}

HangupWakes::HangupWakes(std::function<void()> wake)
{
  const std::lock_guard lock(g_wake_mutex);
  g_wake = std::move(wake);
  if (g_pipe[1] >= 0) {
    handle(SIGHUP, on_hangup);
  }
}

HangupWakes::~HangupWakes()
{
  const std::lock_guard lock(g_wake_mutex);
  g_wake = nullptr;
}

EndsAtOnce::EndsAtOnce()
{
  ++g_ends_at_once;
  if (g_signals > 0 && ends_at_once()) {
    end_at_once();
  }
}

EndsAtOnce::~EndsAtOnce()
{
  --g_ends_at_once;
}

EndsInOrder::EndsInOrder()
{
  ++g_ends_in_order;
}

EndsInOrder::~EndsInOrder()
{
  --g_ends_in_order;
}

// What is left of the program only leaves with the exit code that it has: a signal that repeats an earlier one must not
// replace that code by its own.
SignalStop::~SignalStop()
{
  if (g_signals == 0) {
    handle(SIGINT, SIG_DFL);
    handle(SIGTERM, SIG_DFL);
  }
  handle(SIGHUP, SIG_IGN);
  write_byte(k_quit);
  m_watcher.join();
  ::close(g_pipe[0]);
  ::close(g_pipe[1]);
  g_pipe = {-1, -1};
}

} // namespace flowsync
