#pragma once

#include "base/clock.hpp"
#include "exec/single_reads.hpp"
#include "exec/walks.hpp"
#include "model/desired.hpp"
#include "model/record.hpp"

#include <map>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace flowsync::exec {

// Which lists were proved complete, so that what they do not show does not exist.
struct Absence
{
  std::map<ResourceKind, bool> proved;
  std::vector<std::string> doubts;      // why a proof that is needed could not be had
  std::vector<nexla::Listing> repeated; // further walks: they may show more
  std::vector<Read> gone;               // shown by a walk, and deleted since
};

// Types of which some desired resource has no record and may have to be created: only these need a proof.
std::set<ResourceKind> types_to_prove(const Desired& desired, const StateData& state);

// Proves each type by two walks of which neither lost anything (agreement.hpp): its list and the flow index, or, for
// those in `needed`, its list once more. While that fails the walk is repeated, up to five times with a growing pause,
// as long as anything moves between two of them.
nexla::ApiResult<Absence> prove_absence(nexla::Api& api, const Walks& walks, const std::set<ResourceKind>& needed,
                                        Clock& clock, std::stop_token stop);

} // namespace flowsync::exec
