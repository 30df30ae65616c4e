#pragma once

#include "base/clock.hpp"
#include "base/file_descriptor.hpp"
#include "base/result.hpp"
#include "state/problem.hpp"

#include <filesystem>
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

} // namespace flowsync::state
