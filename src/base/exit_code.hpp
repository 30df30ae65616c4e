#pragma once

#include <initializer_list>

namespace flowsync {

// What a run says to the shell. The numbers are part of the contract with scripts.
enum class ExitCode : int
{
  ok = 0,          // done; nothing to do; waiting for people or data
  error = 1,       // error in usage or specs
  differences = 2, // plan --detailed-exitcode, drift, compare, every --check
  partial = 3,     // something was written or planned, something failed or was skipped; all of it is recorded
  pending = 4,     // done, but a detection that this run started is still pending
  auth = 5,        // authentication, permission, wrong organisation
  refused = 6,     // refused before any write: safety, stale plan, lock, older commit, duplicate or foreign mark
  unreachable = 7, // service unreachable or throttled; nothing written
  interrupted = 130,
};

// Returns the code that wins when both happened in one run: 130 > 3 > 5 > 6 > 7 > 1 > 4 > 2 > 0.
ExitCode worse(ExitCode a, ExitCode b);

} // namespace flowsync
