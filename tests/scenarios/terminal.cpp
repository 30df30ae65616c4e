#include "terminal.hpp"

#include "torture/program.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <optional>
#include <stdexcept>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace flowsync::scenarios {

namespace {

namespace fs = std::filesystem;
using SteadyClock = std::chrono::steady_clock;

constexpr int k_quiet_ms = 150; // without output for so long, a program that has begun a line waits for the rest
constexpr auto k_no_answer = std::chrono::seconds(20);
constexpr auto k_too_long = std::chrono::minutes(3);
constexpr unsigned short k_rows = 50;
constexpr unsigned short k_columns = 120;

// Ends what a failed test leaves behind.
class Child
{
public:
  explicit Child(pid_t id) : m_id(id) {}
  ~Child()
  {
    if (m_id > 0) {
      ::kill(-m_id, SIGKILL);
      ::waitpid(m_id, nullptr, 0);
    }
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  int wait()
  {
    int status = 0;
    ::waitpid(m_id, &status, 0);
    m_id = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }

private:
  pid_t m_id;
};

// What the screen shows of an output: line breaks as \n, and of a line that is begun anew (progress) the last picture.
std::string on_screen(const std::string& output)
{
  const std::string k_begin_anew = "\r\x1b[K";
  std::string screen;
  for (std::size_t at = 0; at < output.size(); ++at) {
    if (output.compare(at, k_begin_anew.size(), k_begin_anew) == 0) {
      screen.erase(screen.find_last_of('\n') + 1);
      at += k_begin_anew.size() - 1;
    } else if (output.compare(at, 2, "\r\n") != 0) {
      screen += output[at];
    }
  }
  return screen;
}

// What a reader types where a line has begun like this, and moves on in the page.
std::optional<std::string> answer_to(const std::string& begun, const std::vector<std::string>& expected,
                                     std::size_t& next)
{
  for (auto at = next; at < expected.size(); ++at) {
    if (expected[at].starts_with(begun)) {
      next = at + 1;
      return expected[at].substr(begun.size());
    }
  }
  return std::nullopt;
}

} // namespace

Terminal::Terminal(const fs::path& folder) : m_folder(folder / "work"), m_where_file(folder / "where")
{
  const auto home = folder / "home";
  const auto programs = folder / "bin";
  for (const auto& made : {m_folder, home, programs}) {
    fs::create_directories(made);
  }
  fs::create_symlink(program_path(), programs / "flowsync");
  m_environment = {"HOME=" + home.string(),
                   "PATH=" + programs.string() + ":/usr/bin:/bin",
                   "TERM=xterm",
                   "NO_COLOR=1",
                   "GIT_CONFIG_COUNT=1",
                   "GIT_CONFIG_KEY_0=color.ui",
                   "GIT_CONFIG_VALUE_0=false",
                   "LC_ALL=C.UTF-8",
                   "TZ=UTC",
                   "PAGER=cat",
                   "GIT_PAGER=cat",
                   "GIT_CONFIG_NOSYSTEM=1",
                   "GIT_AUTHOR_NAME=A Reader",
                   "GIT_AUTHOR_EMAIL=reader@example.com",
                   "GIT_AUTHOR_DATE=2026-01-05T09:00:00Z",
                   "GIT_COMMITTER_NAME=A Reader",
                   "GIT_COMMITTER_EMAIL=reader@example.com",
                   "GIT_COMMITTER_DATE=2026-01-05T09:00:00Z",
                   "WHERE_FILE=" + m_where_file.string()};
}

void Terminal::become_shell(const std::string& command) const
{
  auto variables = m_environment;
  variables.push_back("SHOWN_COMMAND=" + command);
  variables.push_back("LAST_STATUS=" + std::to_string(m_status));
  std::vector<std::string> words{
      "bash", "--noprofile", "--norc", "-c",
      "trap 'pwd > \"$WHERE_FILE\"' EXIT; command=$SHOWN_COMMAND; last=$LAST_STATUS; unset SHOWN_COMMAND LAST_STATUS; "
      "(exit $last); eval \"$command\""};
  const auto pointers_to = [](std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (auto& text : texts) {
      pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
  };
  auto arguments = pointers_to(words);
  auto settings = pointers_to(variables);
  if (::chdir(m_folder.c_str()) == 0) {
    ::execve("/bin/bash", arguments.data(), settings.data());
  }
  ::_exit(127);
}

std::string Terminal::run(const std::string& command, const std::vector<std::string>& expected)
{
  int handle = -1;
  const winsize size{k_rows, k_columns, 0, 0};
  const auto id = ::forkpty(&handle, nullptr, nullptr, &size);
  if (id < 0) {
    throw std::runtime_error("no pseudo terminal");
  }
  if (id == 0) {
    become_shell(command);
  }
  Child child(id);
  std::string shown;
  std::size_t next = 0;
  const auto begin = SteadyClock::now();
  auto last_sign = begin;
  for (;;) {
    pollfd wait{handle, POLLIN, 0};
    const auto ready = ::poll(&wait, 1, k_quiet_ms);
    const auto now = SteadyClock::now();
    if (now - begin > k_too_long) {
      throw std::runtime_error("it does not end; so far:\n" + shown);
    }
    if (ready > 0) {
      std::array<char, 65536> buffer{};
      const auto got = ::read(handle, buffer.data(), buffer.size());
      if (got <= 0) { // the end is told as an error
        break;
      }
      shown.append(buffer.data(), static_cast<std::size_t>(got));
      last_sign = now;
      continue;
    }
    const auto screen = on_screen(shown);
    const auto begun = screen.substr(screen.find_last_of('\n') + 1);
    if (begun.empty()) {
      continue;
    }
    if (const auto answer = answer_to(begun, expected, next)) {
      const auto typed = *answer + "\n";
      if (::write(handle, typed.data(), typed.size()) != static_cast<ssize_t>(typed.size())) {
        throw std::runtime_error("nobody reads what is typed; so far:\n" + shown);
      }
      last_sign = now;
    } else if (now - last_sign > k_no_answer) {
      throw std::runtime_error("it waits, and the page has no answer; so far:\n" + shown);
    }
  }
  ::close(handle);
  m_status = child.wait();
  std::ifstream where(m_where_file);
  std::string folder;
  if (std::getline(where, folder)) {
    m_folder = folder;
  }
  return on_screen(shown);
}

} // namespace flowsync::scenarios
