#pragma once

#include "base/clock.hpp"
#include "base/file_descriptor.hpp"
#include "base/result.hpp"
#include "state/holder.hpp"
#include "state/problem.hpp"

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
  // Takes the lock for `holder`, waiting up to `timeout`. The folder must exist. A problem names who has it.
  static Result<Lock, Problem> take(const std::filesystem::path& file, const Holder& holder, Clock& clock,
                                    Duration timeout, std::stop_token stop);

  Lock(Lock&&) noexcept = default;
  Lock& operator=(Lock&&) noexcept = default;
  ~Lock();

private:
  explicit Lock(FileDescriptor file) : m_file(std::move(file)) {}

  FileDescriptor m_file;
};

// The holder of a lock at this moment; nothing when nobody holds it. Takes nothing away from anybody. Throws Fatal when
// the file cannot be read.
std::optional<Holder> holder_of(const std::filesystem::path& file);

} // namespace flowsync::state
