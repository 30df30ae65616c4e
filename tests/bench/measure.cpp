#include "measure.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace flowsync::bench {

Measured measure(const std::vector<std::string>& command, const std::filesystem::path& folder,
                 const std::map<std::string, std::string>& environment)
{
  std::array<int, 2> out{};
  if (::pipe2(out.data(), O_CLOEXEC) != 0) {
    return {};
  }
  const auto begin = std::chrono::steady_clock::now();
  const auto child = ::fork();
  if (child == 0) {
    ::dup2(::open("/dev/null", O_RDWR), 0);
    ::dup2(out[1], 1);
    ::dup2(0, 2);
    for (const auto& [name, value] : environment) {
      ::setenv(name.c_str(), value.c_str(), 1);
    }
    std::vector<char*> arguments;
    for (const auto& word : command) {
      arguments.push_back(const_cast<char*>(word.c_str()));
    }
    arguments.push_back(nullptr);
    if (::chdir(folder.c_str()) == 0) {
      ::execvp(arguments[0], arguments.data());
    }
    ::_exit(127);
  }
  ::close(out[1]);
  Measured measured;
  std::array<char, 65536> buffer{};
  for (;;) {
    const auto got = ::read(out[0], buffer.data(), buffer.size());
    if (got <= 0) {
      break;
    }
    measured.out.append(buffer.data(), static_cast<std::size_t>(got));
  }
  ::close(out[0]);
  int status = 0;
  rusage usage{};
  ::wait4(child, &status, 0, &usage);
  measured.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  measured.cpu_seconds = seconds(usage.ru_utime) + seconds(usage.ru_stime);
  measured.peak_mb = static_cast<double>(usage.ru_maxrss) / 1024;
  measured.exit = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return measured;
}

Measured median(int runs, const std::vector<std::string>& command, const std::filesystem::path& folder,
                const std::map<std::string, std::string>& environment)
{
  std::vector<Measured> all;
  for (int i = 0; i < runs; ++i) {
    all.push_back(measure(command, folder, environment));
  }
  const auto middle = all.begin() + runs / 2;
  std::nth_element(all.begin(), middle, all.end(),
                   [](const Measured& a, const Measured& b) { return a.seconds < b.seconds; });
  return *middle;
}

} // namespace flowsync::bench
