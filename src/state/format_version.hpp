#pragma once

namespace flowsync::state {

// The version of everything the state folder holds. Any change of the format, additions included, raises it: a program
// that does not know a field would lose it when it writes the file again. Older versions can be read. (The name of the
// writer, `flowsync_version`, is not a part of that: every program writes its own.)
//   2: commit_time, and of records mark_pending and observed_sets
//   3: completed
//   4: project and environment, owners, of records spellings, and of the identity its installation
//   5: of records secrets and moved_past
//   6: of records observed_beside; type only where the address does not say it; of lines of the journal flushed
inline constexpr int k_format_version = 6;

} // namespace flowsync::state
