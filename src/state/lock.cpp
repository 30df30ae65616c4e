#include "state/lock.hpp"

#include "base/atomic_file.hpp"
#include "base/fatal.hpp"
#include "base/own_file.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include <sys/file.h>
#include <unistd.h>

namespace flowsync::state {

namespace {

// Who the lock file says holds it; nobody while the one who has the lock has not yet written who it is.
Holder read_holder(const std::filesystem::path& file)
{
  try {
    return parse_holder(read_file(file).value_or("")).value_or(Holder{});
  } catch (const Fatal&) {
    return {};
  }
}

Problem unreadable(const std::filesystem::path& file)
{
  return {Problem::Kind::unreadable, fmt::format("cannot lock {}: {}", file.string(), std::strerror(errno)),
          "applying needs write access to this folder"};
}

} // namespace

Result<Lock, Problem> Lock::take(const std::filesystem::path& file, const Holder& holder, Clock& clock,
                                 Duration timeout, std::stop_token stop)
{
  FileDescriptor handle(open_own_file(file, OwnUse::lock));
  if (!handle.valid()) {
    return unreadable(file);
  }
  const auto deadline = clock.steady() + timeout;
  for (Duration pause{50}; ::flock(handle.get(), LOCK_EX | LOCK_NB) != 0; pause = std::min(pause * 2, Duration{1000})) {
    if (errno != EWOULDBLOCK && errno != EINTR) {
      return unreadable(file);
    }
    const auto left = std::chrono::ceil<Duration>(deadline - clock.steady());
    if (left <= Duration::zero()) {
      return Problem{Problem::Kind::locked,
                     fmt::format("the state is locked by {} ({})", words_for(read_holder(file)), file.string()),
                     "wait until that run has ended, or give more time with --lock-timeout 5m"};
    }
    if (!clock.sleep(std::min(pause, left), stop)) {
      return Problem{Problem::Kind::interrupted,
                     fmt::format("interrupted while waiting for the lock held by {}", words_for(read_holder(file))),
                     ""};
    }
  }
  // Telling others who we are is a courtesy: a full disk must not keep the lock from working.
  static_cast<void>(::ftruncate(handle.get(), 0) == 0 && write_fully(handle.get(), holder_text(holder)));
  return Lock(std::move(handle));
}

std::optional<Holder> holder_of(const std::filesystem::path& file)
{
  const auto handle = open_own_file(file, OwnUse::read);
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
