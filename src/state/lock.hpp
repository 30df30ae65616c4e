#pragma once

#include "base/clock.hpp"
#include "base/file_descriptor.hpp"
#include "base/result.hpp"
#include "state/problem.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

namespace flowsync::state {

// An exclusive lock of the operating system on a file, which also tells who holds it and since when. The system frees
// it when the process ends, however it ends, so a lock is never stale; the file itself stays and may be empty.
class Lock
{
public:
  // Takes the lock, waiting up to `timeout`. The folder must exist. A problem names the holder.
  static Result<Lock, Problem> take(const std::filesystem::path& file, Clock& clock, Duration timeout,
                                    std::stop_token stop);

  Lock(Lock&&) noexcept = default;
  Lock& operator=(Lock&&) noexcept = default;
  ~Lock();

private:
  explicit Lock(FileDescriptor file) : m_file(std::move(file)) {}

  FileDescriptor m_file;
};

// Who holds a lock, as far as its file tells.
struct Holder
{
  std::int64_t pid = 0; // 0: the file does not say
  std::string user;
  std::string host;
  std::string started_at; // ISO 8601
  enum class Alive
  {
    yes,
    no,      // no process of that number is there; another one has taken the lock over from it
    unknown, // it runs on another machine, or the file does not say who it is
  };
  Alive alive = Alive::unknown;
};

// The holder of a lock at this moment; nothing when nobody holds it. Takes nothing away from anybody. Throws Fatal when
// the file cannot be read.
std::optional<Holder> holder_of(const std::filesystem::path& file);

} // namespace flowsync::state
