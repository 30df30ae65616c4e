#pragma once

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
  std::map<ResourceType, bool> proved;
  std::vector<std::string> doubts;      // why a proof that is needed could not be had
  std::vector<nexla::Listing> repeated; // second walks: they may show more
};

// Types of which some desired resource has no record and may have to be created: only these need a proof.
std::set<ResourceType> types_to_prove(const Desired& desired, const StateData& state);

// Proves each type by its list and the flow index showing the same ids, or, for those in `needed`, by a second walk
// that shows the ids of the first walk or of the index. Headers, when sent, must agree.
nexla::ApiResult<Absence> prove_absence(nexla::Api& api, const Walks& walks, const std::set<ResourceType>& needed,
                                        std::stop_token stop);

} // namespace flowsync::exec
