#pragma once

#include "exec/calls.hpp"
#include "model/record.hpp"

#include <map>

namespace flowsync::exec {

// What the verbs of one change do to everything below it, and its undoing. Verbs reach everything downstream on the
// server (API notes C2): before the first one the statuses below are read and recorded, so that a cut run can be
// finished by the next.
class Cascade
{
public:
  // `top` was read just now. Reads the statuses below and records them.
  Cascade(Run& run, const Address& cause, const LiveResource& top);
  // Goes on with one that an earlier run left.
  Cascade(Run& run, const Restoration& left);

  // Brings everything below to what it has to be: owned resources as the spec says, others as they were; sinks that
  // must not run come first. Each status is read again, not assumed. Then forgets the restoration. Goes on after a
  // failure with the others, keeps the restoration for the next run and throws.
  void restore();

private:
  void settle(const LiveKey& key);

  Run& m_run;
  Address m_cause;
  std::map<LiveKey, std::string> m_before;
  std::vector<LiveKey> m_order; // parents before children
  bool m_set_changed = false;   // a verb on a set may have moved sinks that were settled before
};

} // namespace flowsync::exec
