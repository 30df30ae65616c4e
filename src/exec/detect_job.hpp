#pragma once

#include "exec/calls.hpp"
#include "exec/detection.hpp"
#include "exec/job.hpp"

namespace flowsync::exec {

// Waits for Nexla to detect the set that a nexset stands for, binds it, and brings it to the specs.
class DetectJob final : public Job
{
public:
  // `proved_below`: this run creates something below the nexset, which is refused where the set does not exist; then
  // what one look at the flow shows is enough to bind it, and it is recorded with the first such create.
  DetectJob(Run& run, const plan::ResourceChange& change, Detections& detections, bool proved_below)
      : Job(run, change),
        m_detections(detections),
        m_proved_below(proved_below)
  {
  }

private:
  std::optional<Later> work() override;
  void read_schemas(std::vector<LiveResource>& sets);
  void note_sets();
  void take(ResourceId id);
  Reading look_at(const LiveKey& key) const;

  Detections& m_detections;
  const bool m_proved_below;
};

} // namespace flowsync::exec
