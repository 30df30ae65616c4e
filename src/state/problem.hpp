#pragma once

#include "base/exit_code.hpp"

#include <string>
#include <string_view>

namespace flowsync::state {

// Why the state of an environment could not be read, opened or saved. Nothing was changed there.
struct Problem
{
  enum class Kind
  {
    newer,       // written by a newer flowsync
    damaged,     // not what flowsync wrote
    unreadable,  // the system refuses to read or write it
    locked,      // somebody else holds the lock
    interrupted, // stop was requested while waiting for the lock
    moved,       // a shared state was changed by another run since it was read
    foreign,     // it belongs to another project or environment
    unreachable, // the place where it is shared does not answer
    forbidden,   // that place does not allow it
  };
  Kind kind = Kind::damaged;
  std::string text; // names the file, and the line where one is known
  std::string hint; // what a person can do

  // What such a problem makes the run return.
  ExitCode exit() const;
};

// The problem of a damaged file: what is wrong with it and the way out that loses least.
Problem damaged(const std::string& file, const std::string& what);
// That of a file whose format is newer than this program; its text may name its writer.
Problem newer_format(const std::string& file, std::string_view text);

} // namespace flowsync::state
