#pragma once

#include "promote/draft_editor.hpp"
#include "promote/drafted_project.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::promote {

// One line for people: what happens to a file.
struct FileRemark
{
  std::string file;
  std::string what;
};

// A value that the target took over as the other environment has it.
struct TakenOver
{
  std::string file; // of the target's overlay
  spec::YamlPath path;
  std::string value; // one line; "(sensitive)" where it may not show
};

// The specs as they would be so that the target has the flow as the other environment has it.
struct Brought
{
  spec::ProjectDraft draft;
  std::shared_ptr<const DraftedProject> drafted; // with the draft
  std::vector<FileRemark> changes;
  std::vector<TakenOver> taken_over;
  std::vector<std::string> left_out_of; // third environments that now leave the flow out by `flows:`
  bool waits_for_pin = false; // the target's pinned base has no such flow: it is left out there until the pin moves
};

// What the files of a project need so that `to` renders the flow as `from` does, but for what is an environment's own
// affair: places, schedules and run states stay in overlays, and the target takes them over as they are
// (Brought::taken_over).
//
// - A flow that only layers of `from` have moves to `base`, with its comments, scripts and the lookups, transforms and
//   code that it names; its own values stay in the overlay that it leaves behind.
// - What an overlay of `from` changed about a flow that both have moves to `base`, or into the overlay of `to` when a
//   third environment would change with it.
// - A `flows:` of `to` that leaves the flow out by name lets it in.
//
// No other environment changes, but for lookups, transforms and code that come to base (Brought::changes says so), and
// `from` renders as before; what cannot be done so is refused (nothing, with the reasons among the diagnostics). A
// pinned base of `to` gets the change when its pin moves.
std::optional<Brought> bring(const std::filesystem::path& folder, const Promotion& request,
                             const overlay::ProcessEnvironment& process, Diagnostics& diagnostics);

} // namespace flowsync::promote
