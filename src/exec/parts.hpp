#pragma once

#include "exec/run.hpp"
#include "nexla/parts.hpp"
#include "plan/parts.hpp"
#include "plan/tree.hpp"

#include <vector>

namespace flowsync::exec {

// Reads parts of resources into the bodies of `inventory`, up to `threads` at once, and before them the teams, users
// and channels of the account where specs name some. What this key may not read stays absent.
nexla::ApiResult<Done> read_parts(nexla::Api& api, const Desired& desired, const std::vector<plan::PartKey>& parts,
                                  const Identity& identity, std::size_t threads, Inventory& inventory,
                                  std::stop_token stop);

// All parts that these resources have.
std::vector<plan::PartKey> parts_of_all(const std::vector<plan::LiveKey>& resources);

// Puts into a reply the parts that the specs name. Throws ResourceFailure.
void show_parts(Run& run, const DesiredResource& wanted, LiveResource& live);

// Changes entries of parts (`changes` are of nothing else; values are taken from `document`), reads them back into
// `live` and compares; once more when the service said yes and stored something else (API notes F15). Throws
// ResourceFailure.
void write_parts(Run& run, const std::vector<plan::FieldChange>& changes, const nlohmann::json& document,
                 LiveResource& live);

// What was done, for progress: "access set".
std::string what_of_parts(const std::vector<plan::FieldChange>& changes);

// The changes that set every entry of the parts in a document.
std::vector<plan::FieldChange> all_of_parts(const nlohmann::json& document);

// The document without its parts: what goes into the body of a create.
nlohmann::json without_parts(nlohmann::json document);

} // namespace flowsync::exec
