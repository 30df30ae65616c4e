#pragma once

#include "exec/calls.hpp"
#include "exec/detection.hpp"
#include "exec/job.hpp"

namespace flowsync::exec {

// Waits for Nexla to detect the set that a nexset stands for, binds it, and brings it to the specs.
class DetectJob final : public Job
{
public:
  DetectJob(Run& run, const plan::ResourceChange& change, Detections& detections)
      : Job(run, change),
        m_detections(detections)
  {
  }

private:
  std::optional<Later> work() override;
  void read_schemas(std::vector<LiveResource>& sets);
  void note_sets();
  void take(ResourceId id);
  Reading look_at(const LiveKey& key) const;

  Detections& m_detections;
};

} // namespace flowsync::exec
