#pragma once

#include "exec/flow_reading.hpp"
#include "model/record.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::exec {

// What the verbs of one change do to everything below it, and its undoing. Verbs reach everything downstream on the
// server (API notes C2): before the first one the statuses below are read and recorded, so that a cut run can be
// finished by the next.
class Cascade
{
public:
  // `top` was read just now. Reads the statuses below and records them: those that `flow` shows, when it was read just
  // now, too.
  Cascade(Run& run, const Address& cause, const LiveResource& top, std::optional<FlowReading> flow = std::nullopt);
  // Goes on with one that an earlier run left.
  Cascade(Run& run, const Restoration& left);

  // Brings everything below to what it has to be: owned resources as the spec says, others as they were; sinks that
  // must not run come first. Each status is read again, not assumed. Then forgets the restoration. Goes on after a
  // failure with the others, keeps the restoration for the next run and throws.
  void restore();
  // What restore() saw of the resource itself after its last verb; nothing where it did not look.
  const std::optional<LiveResource>& seen_after() const { return m_top_after; }

private:
  // Nothing when it does not exist any more.
  std::optional<std::string> status_of(const LiveKey& key);
  void settle(const LiveKey& key);

  Run& m_run;
  Address m_cause;
  std::optional<LiveKey> m_top;
  std::optional<FlowReading> m_now; // the flow as it is; nothing when a verb may have moved it, or it was not read
  std::optional<LiveResource> m_top_after;
  std::map<LiveKey, std::string> m_before;
  std::vector<LiveKey> m_order; // parents before children
  bool m_set_changed = false;   // a verb on a set may have moved sinks that were settled before
};

} // namespace flowsync::exec
