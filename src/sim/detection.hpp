#pragma once

#include "sim/context.hpp"

#include <set>
#include <unordered_map>

namespace flowsync::sim {

// Sources that run and have not yielded a nexset yet (API notes C1). Only in memory: what is pending is rebuilt from
// the world, so a restart starts the waiting anew.
class Detection
{
public:
  // Called when a source has become active.
  void started(Context& context, Id source_id);
  // Counts one GET of the source; its nexsets appear when enough were counted.
  void polled(Context& context, Id source_id);
  // Lets the nexsets appear whose time has come.
  void run_due(Context& context);
  // Picks up the active sources of a world that was just loaded.
  void rebuild(Context& context);

private:
  void wait(Context& context, Id source_id);
  void finish(Context& context, Id source_id);

  std::unordered_map<Id, std::int64_t> m_polls_left;
  std::set<std::pair<std::int64_t, Id>> m_due; // by time
};

// Adds `count` nexsets to a source, as the platform does when data with new schemas arrives; with
// `schema.detection.once` no more than one in all. `attributes` names those of the schema; empty for the usual ones.
// Returns the ids of the new sets.
std::vector<Id> add_detected_sets(Context& context, Id source_id, std::int64_t count,
                                  const std::vector<std::string>& attributes = {});

} // namespace flowsync::sim
