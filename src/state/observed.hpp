#pragma once

#include "model/record.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace flowsync::state {

// What a plan or drift saw of a recorded resource. It spares the next plan a read and proves nothing, so it is written
// without the lock, and losing it costs requests only.
struct Observation
{
  ResourceId id = 0;
  nlohmann::json observed;
  std::string updated_at;
  std::string container_updated_at;
  std::optional<ResourceId> observed_credential;
  std::optional<ResourceId> observed_parent;
  bool settled = false;
  std::string read_at; // ISO 8601
  std::optional<std::set<ResourceId>> observed_sets;

  bool operator==(const Observation&) const = default;
};
using Observations = std::map<Address, Observation>;

// What the last plan saw, and a sentence when the file was there and could not be used (it is then left out).
struct LoadedObservations
{
  Observations observations;
  std::string warning;
};
// `lineage`: of the state that they go with; those of another state are left out.
LoadedObservations load_observed(const std::filesystem::path& folder, const std::string& lineage);

// Replaces the file at once and whole. Returns why it could not be written (planning works without write access).
// Creates no folder: without a state there is nothing to go with.
std::optional<std::string> save_observed(const std::filesystem::path& folder, const std::string& lineage,
                                         const Observations& observations);

// The part of a record that is an observation.
Observation observation_of(const Record& record);

// Brings into the records of `data` those observations that are of the same resource id and later than their own.
void refresh(StateData& data, const Observations& observations);

} // namespace flowsync::state
