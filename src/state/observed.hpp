#pragma once

#include "model/record.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace flowsync::state {

// What a plan saw of recorded resources later than the state did. It spares the next plan reads and proves nothing, so
// it is written without the lock, and losing it costs requests only.
using Observations = std::map<Address, Observation>;

// What the last plan saw, and a sentence when the file was there and could not be used (it is then left out).
struct LoadedObservations
{
  Observations observations;
  std::string warning;
};
// `lineage`: of the state that they go with; those of another state are left out.
LoadedObservations load_observed(const std::filesystem::path& folder, const std::string& lineage);

// The same from the text of such a file; `file` is for messages.
LoadedObservations parse_observed(const std::string& text, const std::string& file, const std::string& lineage);

// Replaces the file at once and whole. Returns why it could not be written (planning works without write access).
// Creates no folder: without a state there is nothing to go with.
std::optional<std::string> save_observed(const std::filesystem::path& folder, const std::string& lineage,
                                         const Observations& observations);

// Brings into the records of `data` those observations that are of the same resource id and later than their own.
void refresh(StateData& data, Observations observations);

} // namespace flowsync::state
