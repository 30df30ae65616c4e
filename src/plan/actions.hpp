#pragma once

#include "plan/plan.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace flowsync::plan {

// Whether applying the plan does something because of this change, if only to write a mark.
bool acts(const ResourceChange& change);
// The same, and what is written once Nexla has detected it: all that one plan must have like another.
bool is_told(const ResourceChange& change);

// What applying does to one resource and what it does that to: the values of its fields before and after, masked, whom
// it stops, and a digest of the document that the specs ask for. Left out is what changes nothing in the effect: places
// in files, causes, the order of work.
nlohmann::json action_of(const ResourceChange& change);

// "sha256:…" of all actions of the plan, with the account that they are for: two plans of one digest do the same. It
// does not move with the commit, the user, the time or the serial of the state.
std::string actions_digest(const Plan& plan);

// A digest of what the specs ask for in one resource, secrets as references.
std::string document_digest(const DesiredResource& desired);

} // namespace flowsync::plan
