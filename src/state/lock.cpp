#include "state/lock.hpp"

#include "base/atomic_file.hpp"
#include "base/fatal.hpp"
#include "base/printable.hpp"
#include "base/timestamp.hpp"
#include "state/codec.hpp"

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <csignal>
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

// Who the lock file says holds it; nobody while the one who has the lock has not yet written who it is.
Holder read_holder(const std::filesystem::path& file)
{
  Holder holder;
  try {
    const auto json = nlohmann::json::parse(read_file(file).value_or(""));
    holder.pid = decode_number(json.at("pid"));
    holder.user = json.at("user").get<std::string>();
    holder.host = json.at("host").get<std::string>();
    holder.started_at = json.at("started_at").get<std::string>();
  } catch (const std::exception&) {
    return {};
  }
  if (holder.pid > 0 && holder.host == host_name()) {
    const bool there = ::kill(static_cast<pid_t>(holder.pid), 0) == 0 || errno == EPERM;
    holder.alive = there ? Holder::Alive::yes : Holder::Alive::no;
  }
  return holder;
}

// "process 4242 of ana on build-7, since 2026-…".
std::string holder_words(const Holder& holder)
{
  return holder.pid == 0 ? "another process"
                         : fmt::format("process {} of {} on {}, since {}", holder.pid, printable(holder.user),
                                       printable(holder.host), printable(holder.started_at));
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
                     fmt::format("the state is locked by {} ({})", holder_words(read_holder(file)), file.string()),
                     "wait until that run has ended, or give more time with --lock-timeout 5m"};
    }
    if (!clock.sleep(std::min(pause, left), stop)) {
      return Problem{Problem::Kind::interrupted,
                     fmt::format("interrupted while waiting for the lock held by {}", holder_words(read_holder(file))),
                     ""};
    }
  }
  // Telling others who we are is a courtesy: a full disk must not keep the lock from working.
  static_cast<void>(::ftruncate(lock.m_file.get(), 0) == 0 && write_fully(lock.m_file.get(), holder_text(clock)));
  return lock;
}

std::optional<Holder> holder_of(const std::filesystem::path& file)
{
  const FileDescriptor handle(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!handle.valid()) {
    if (errno == ENOENT || errno == ENOTDIR) {
      return std::nullopt;
    }
    throw Fatal(fmt::format("cannot read {}: {}", file.string(), std::strerror(errno)));
  }
  // A shared lock is given when nobody holds the exclusive one; it is let go at once.
  if (::flock(handle.get(), LOCK_SH | LOCK_NB) == 0) {
    return std::nullopt;
  }
  if (errno != EWOULDBLOCK) {
    throw Fatal(fmt::format("cannot tell whether {} is locked: {}", file.string(), std::strerror(errno)));
  }
  return read_holder(file);
}

Lock::~Lock()
{
  if (m_file.valid()) {
    static_cast<void>(::ftruncate(m_file.get(), 0) == 0); // closing frees the lock in any case
  }
}

} // namespace flowsync::state
