#include "base/program.hpp"

#include "base/file_descriptor.hpp"
#include "base/timestamp.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <algorithm>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>

namespace flowsync {

namespace {

using Time = std::chrono::steady_clock::time_point;

constexpr std::size_t k_buffer = 4096;

Duration left_until(Time deadline)
{
  return std::max(Duration{0}, std::chrono::ceil<Duration>(deadline - std::chrono::steady_clock::now()));
}

// A started program, in a process group of its own. Killed and awaited at the end if it still runs.
class Child
{
public:
  explicit Child(pid_t pid) : m_pid(pid) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child()
  {
    if (m_pid > 0) {
      kill(-m_pid, SIGKILL);
      while (waitpid(m_pid, nullptr, 0) < 0 && errno == EINTR) {}
    }
  }

  // The status that waitpid() gives, or nothing when it has not ended by then.
  std::optional<int> wait_until(Time deadline)
  {
    constexpr Duration k_step{5};
    for (;;) {
      int status = 0;
      const auto ended = waitpid(m_pid, &status, WNOHANG);
      if (ended == m_pid || (ended < 0 && errno != EINTR)) {
        m_pid = 0;
        return status;
      }
      if (left_until(deadline) == Duration{0}) {
        return std::nullopt;
      }
      std::this_thread::sleep_for(k_step);
    }
  }

private:
  pid_t m_pid;
};

struct SpawnSettings
{
  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};

  SpawnSettings()
  {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings()
  {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
};

// A file without a name that holds the text, to be read from its beginning; not valid, with errno set, when the system
// has no memory for it. The program may stop reading, or read only after it wrote: nobody waits for it.
FileDescriptor file_of(const std::string& text)
{
  FileDescriptor file(memfd_create("input", MFD_CLOEXEC));
  return file.valid() && write_fully(file.get(), text) && lseek(file.get(), 0, SEEK_SET) == 0 ? std::move(file)
                                                                                              : FileDescriptor();
}

// Our variables as the program is to find them.
std::vector<std::string> environment_of(const Program& program)
{
  std::vector<std::string> variables;
  for (auto entry = environ; *entry != nullptr; ++entry) {
    const std::string variable(*entry);
    const auto name = variable.substr(0, variable.find('='));
    const bool inherits = !program.inherited || std::find(program.inherited->begin(), program.inherited->end(), name) !=
                                                    program.inherited->end();
    if (inherits && !program.environment.contains(name)) {
      variables.push_back(variable);
    }
  }
  for (const auto& [name, value] : program.environment) {
    if (value) {
      variables.push_back(name + "=" + *value);
    }
  }
  return variables;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts)
{
  std::vector<char*> pointers;
  for (auto& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

// What was written into a file without a name, up to a bound.
std::string text_of(const FileDescriptor& file)
{
  constexpr std::size_t k_most = std::size_t{64} << 10U;
  std::string text(k_most, '\0');
  const auto count = file.valid() ? pread(file.get(), text.data(), text.size(), 0) : 0;
  text.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return text;
}

// Starts the program with its output going to `output`, and its errors to `errors` when that is a file. Returns its
// process id, or 0 with errno set.
pid_t start(const Program& program, int output, const FileDescriptor& errors)
{
  SpawnSettings settings;
  FileDescriptor input;
  if (program.input.empty()) {
    posix_spawn_file_actions_addopen(&settings.actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  } else {
    input = file_of(program.input);
    if (!input.valid()) {
      return 0;
    }
    posix_spawn_file_actions_adddup2(&settings.actions, input.get(), STDIN_FILENO);
  }
  posix_spawn_file_actions_adddup2(&settings.actions, output, STDOUT_FILENO);
  if (program.errors_too) {
    posix_spawn_file_actions_adddup2(&settings.actions, output, STDERR_FILENO);
  } else if (errors.valid()) {
    posix_spawn_file_actions_adddup2(&settings.actions, errors.get(), STDERR_FILENO);
  }
  posix_spawn_file_actions_addclosefrom_np(&settings.actions, STDERR_FILENO + 1);
  posix_spawn_file_actions_addchdir_np(&settings.actions, program.folder.c_str());
  sigset_t none;
  sigemptyset(&none);
  sigset_t all;
  sigfillset(&all);
  posix_spawnattr_setsigmask(&settings.attributes, &none);
  posix_spawnattr_setsigdefault(&settings.attributes, &all);
  posix_spawnattr_setpgroup(&settings.attributes, 0);
  posix_spawnattr_setflags(&settings.attributes,
                           static_cast<short>(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
  auto words = program.command;
  const auto arguments = pointers_to(words);
  auto variables = environment_of(program);
  const auto environment = pointers_to(variables);
  pid_t pid = 0;
  errno = posix_spawnp(&pid, arguments.front(), &settings.actions, &settings.attributes, arguments.data(),
                       environment.data());
  return errno == 0 ? pid : 0;
}

enum class ReadOutcome
{
  complete,
  too_long,
  too_slow
};

ReadOutcome read_all(int from, Time deadline, std::size_t largest, std::string& text)
{
  std::array<char, k_buffer> buffer{};
  for (;;) {
    pollfd wait{from, POLLIN, 0};
    const auto ready = poll(&wait, 1, static_cast<int>(left_until(deadline).count()));
    if (ready == 0) {
      return ReadOutcome::too_slow;
    }
    if (ready < 0) {
      continue; // a signal
    }
    const auto count = read(from, buffer.data(), buffer.size());
    if (count == 0 || (count < 0 && errno != EINTR)) {
      OPENSSL_cleanse(buffer.data(), buffer.size());
      return ReadOutcome::complete;
    }
    if (count > 0) {
      text.append(buffer.data(), static_cast<std::size_t>(count));
    }
    if (text.size() > largest) {
      return ReadOutcome::too_long;
    }
  }
}

} // namespace

ProgramEnd run_program(const Program& program)
{
  using How = ProgramEnd::How;
  ProgramEnd end;
  std::array<int, 2> ends{};
  if (program.command.empty() || pipe2(ends.data(), O_CLOEXEC) != 0) {
    end.number = program.command.empty() ? EINVAL : errno;
    return end;
  }
  const FileDescriptor reader(ends[0]);
  FileDescriptor writer(ends[1]);
  const auto deadline = std::chrono::steady_clock::now() + program.limit;
  const FileDescriptor errors(program.errors_apart ? memfd_create("errors", MFD_CLOEXEC) : -1);
  const auto pid = start(program, writer.get(), errors);
  if (pid == 0) {
    end.number = errno;
    return end;
  }
  Child child(pid);
  writer.close();

  end.output.reserve(program.largest_output + k_buffer); // never moved, so that nothing of it stays behind
  const auto reading = read_all(reader.get(), deadline, program.largest_output, end.output);
  const auto status = reading == ReadOutcome::complete ? child.wait_until(deadline) : std::nullopt;
  if (reading == ReadOutcome::too_long) {
    end.how = How::too_long;
  } else if (!status) {
    end.how = How::too_slow;
  } else if (WIFSIGNALED(*status)) {
    end.how = How::signalled;
    end.number = WTERMSIG(*status);
  } else {
    end.how = How::exited;
    end.number = WEXITSTATUS(*status);
  }
  end.errors = text_of(errors);
  return end;
}

std::string describe(const ProgramEnd& end, const Program& program)
{
  using How = ProgramEnd::How;
  const std::string name = program.command.empty() ? "" : program.command.front();
  switch (end.how) {
  case How::exited:
    return end.number == 0 ? "" : fmt::format("`{}` ended with code {}", name, end.number);
  case How::signalled:
    return fmt::format("`{}` was ended by signal {}", name, end.number);
  case How::too_slow:
    return fmt::format("`{}` did not end within {}", name, format_duration(program.limit));
  case How::too_long:
    return fmt::format("`{}` writes more than {} bytes", name, program.largest_output);
  case How::not_started:
    break;
  }
  return fmt::format("`{}` cannot be started: {}", name, std::strerror(end.number));
}

} // namespace flowsync
