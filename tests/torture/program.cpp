#include "program.hpp"

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace flowsync::scenarios {

namespace {

std::string read_all(int handle)
{
  std::string text;
  std::array<char, 65536> buffer{};
  for (;;) {
    const auto got = ::read(handle, buffer.data(), buffer.size());
    if (got <= 0) {
      ::close(handle);
      return text;
    }
    text.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

std::vector<char*> pointers(std::vector<std::string>& texts)
{
  std::vector<char*> result;
  for (auto& text : texts) {
    result.push_back(text.data());
  }
  result.push_back(nullptr);
  return result;
}

} // namespace

std::filesystem::path program_path()
{
  const char* const chosen = std::getenv("FLOWSYNC_BINARY");
  return chosen != nullptr ? chosen : FLOWSYNC_BUILT_BINARY;
}

Ran run_program(const std::vector<std::string>& words, const std::map<std::string, std::string>& environment,
                const std::filesystem::path& folder, std::size_t limit_file_size,
                const std::function<void(int)>& started)
{
  std::vector<std::string> command{program_path().string()};
  command.insert(command.end(), words.begin(), words.end());
  return run_command(std::move(command), environment, folder, limit_file_size, started);
}

Ran run_command(std::vector<std::string> command, const std::map<std::string, std::string>& environment,
                const std::filesystem::path& folder, std::size_t limit_file_size,
                const std::function<void(int)>& started)
{
  std::vector<std::string> variables{"HOME=/nonexistent", "LC_ALL=C.UTF-8"};
  if (!environment.contains("PATH")) {
    variables.emplace_back("PATH=/usr/bin:/bin");
  }
  for (const auto& [name, value] : environment) {
    variables.push_back(name + "=" + value);
  }
  auto arguments = pointers(command);
  auto settings = pointers(variables);
  std::array<int, 2> out{};
  std::array<int, 2> err{};
  if (::pipe2(out.data(), O_CLOEXEC) != 0 || ::pipe2(err.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipes");
  }
  const auto child = ::fork();
  if (child == 0) {
    ::dup2(::open("/dev/null", O_RDONLY), 0);
    ::dup2(out[1], 1);
    ::dup2(err[1], 2);
    if (limit_file_size > 0) {
      ::signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{limit_file_size, limit_file_size};
      ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    if (::chdir(folder.c_str()) == 0) {
      ::execve(arguments[0], arguments.data(), settings.data());
    }
    ::_exit(127);
  }
  ::close(out[1]);
  ::close(err[1]);
  if (started) {
    started(child);
  }
  Ran ran;
  std::jthread errors([&] { ran.err = read_all(err[0]); });
  ran.out = read_all(out[0]);
  errors.join();
  int status = 0;
  ::waitpid(child, &status, 0);
  ran.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ran;
}

} // namespace flowsync::scenarios
