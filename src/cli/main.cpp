#include "base/exit_code.hpp"
#include "base/signals.hpp"
#include "cli/run.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace flowsync::cli {

namespace {

std::map<std::string, std::string> process_environment()
{
  std::map<std::string, std::string> result;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals != std::string_view::npos) {
      result.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
  }
  return result;
}

std::size_t terminal_columns()
{
  constexpr std::size_t k_usual = 80;
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : k_usual;
}

// Reads one line from the standard input byte by byte, looking at `stop` while nobody types.
std::optional<std::string> read_line(const std::stop_token& stop)
{
  constexpr int k_look_ms = 100;
  std::string line;
  while (!stop.stop_requested()) {
    pollfd input{STDIN_FILENO, POLLIN, 0};
    const int ready = ::poll(&input, 1, k_look_ms);
    if (ready == 0 || (ready < 0 && errno == EINTR)) {
      continue;
    }
    char byte = 0;
    const auto got = ::read(STDIN_FILENO, &byte, 1);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got <= 0) {
      return line.empty() ? std::nullopt : std::optional(line);
    }
    if (byte == '\n') {
      return line;
    }
    line += byte;
  }
  return std::nullopt;
}

std::string read_input(std::size_t most)
{
  constexpr std::size_t k_piece = 65536;
  std::string text;
  while (text.size() < most) {
    const auto size = text.size();
    text.resize(std::min(size + k_piece, most));
    const auto got = ::read(STDIN_FILENO, text.data() + size, text.size() - size);
    text.resize(size + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got == 0 || (got < 0 && errno != EINTR)) {
      break;
    }
  }
  return text;
}

// A descriptor that is closed at the start (cron, some agents of CI) would be given to the next file that is opened,
// and what is meant for a stream would be written into it.
void open_standard_streams()
{
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) < 0 && errno == EBADF && ::open("/dev/null", O_RDWR) != stream) {
      ::_exit(static_cast<int>(ExitCode::error));
    }
  }
}

bool is_regular_file(int descriptor)
{
  struct stat status = {};
  return ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

} // namespace

int main(int argc, char** argv)
{
  open_standard_streams();
  try {
    const SignalStop signals;
    SystemClock clock;
    const usecase::Surroundings surroundings{std::cout,
                                             std::cerr,
                                             read_line,
                                             ::isatty(STDIN_FILENO) == 1,
                                             ::isatty(STDOUT_FILENO) == 1,
                                             ::isatty(STDERR_FILENO) == 1,
                                             terminal_columns(),
                                             process_environment(),
                                             std::filesystem::current_path(),
                                             signals.token(),
                                             clock,
                                             {},
                                             read_input,
                                             is_regular_file(STDOUT_FILENO)};
    const int exit = run(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc), surroundings);
    if (exit == 128 + SIGPIPE) {
      std::signal(SIGPIPE, SIG_DFL); // nobody reads any more: end as programs do that never heard of it
      std::raise(SIGPIPE);
    }
    return exit;
  } catch (const std::exception& problem) {
    std::cerr << "error: " << problem.what() << '\n';
    return static_cast<int>(ExitCode::error);
  }
}

} // namespace flowsync::cli
