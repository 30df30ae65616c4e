#include "state/lock.hpp"

#include "base/atomic_file.hpp"
#include "base/fatal.hpp"
#include "base/printable.hpp"
#include "base/timestamp.hpp"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <pwd.h>
#include <sys/file.h>
#include <unistd.h>

namespace flowsync::state {

namespace {

std::string host_name()
{
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : "unknown host";
}

std::string user_name()
{
  std::vector<char> buffer(16384);
  struct passwd entry
  {
  };
  struct passwd* found = nullptr;
  if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) {
    return found->pw_name;
  }
  return fmt::format("user {}", ::getuid());
}

std::string holder_text(Clock& clock)
{
  return nlohmann::json{{"pid", ::getpid()},
                        {"host", host_name()},
                        {"user", user_name()},
                        {"started_at", format_timestamp(clock.now())}}
             .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) +
         "\n";
}

// Who the lock file says holds it: "process 4242 of ana on build-7, since 2026-…".
std::string read_holder(const std::filesystem::path& file)
{
  try {
    const auto json = nlohmann::json::parse(read_file(file).value_or(""));
    return fmt::format("process {} of {} on {}, since {}", json.at("pid").get<std::int64_t>(),
                       printable(json.at("user").get<std::string>()), printable(json.at("host").get<std::string>()),
                       printable(json.at("started_at").get<std::string>()));
  } catch (const std::exception&) {
    return "another process"; // it has the lock and has not yet written who it is
  }
}

Problem unreadable(const std::filesystem::path& file)
{
  return {Problem::Kind::unreadable, fmt::format("cannot lock {}: {}", file.string(), std::strerror(errno)),
          "applying needs write access to this folder"};
}

} // namespace

Result<Lock, Problem> Lock::take(const std::filesystem::path& file, Clock& clock, Duration timeout,
                                 std::stop_token stop)
{
  Lock lock(FileDescriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644)));
  if (!lock.m_file.valid()) {
    return unreadable(file);
  }
  const auto deadline = clock.steady() + timeout;
  for (Duration pause{50}; ::flock(lock.m_file.get(), LOCK_EX | LOCK_NB) != 0;
       pause = std::min(pause * 2, Duration{1000})) {
    if (errno != EWOULDBLOCK && errno != EINTR) {
      return unreadable(file);
    }
    const auto left = std::chrono::ceil<Duration>(deadline - clock.steady());
    if (left <= Duration::zero()) {
      return Problem{Problem::Kind::locked,
                     fmt::format("the state is locked by {} ({})", read_holder(file), file.string()),
                     "wait until that run has ended, or give more time with --lock-timeout 5m"};
    }
    if (!clock.sleep(std::min(pause, left), stop)) {
      return Problem{Problem::Kind::interrupted,
                     fmt::format("interrupted while waiting for the lock held by {}", read_holder(file)), ""};
    }
  }
  // Telling others who we are is a courtesy: a full disk must not keep the lock from working.
  static_cast<void>(::ftruncate(lock.m_file.get(), 0) == 0 && write_fully(lock.m_file.get(), holder_text(clock)));
  return lock;
}

Lock::~Lock()
{
  if (m_file.valid()) {
    static_cast<void>(::ftruncate(m_file.get(), 0) == 0); // closing frees the lock in any case
  }
}

} // namespace flowsync::state
