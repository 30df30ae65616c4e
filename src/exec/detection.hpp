#pragma once

#include "exec/run.hpp"

#include <map>
#include <memory>
#include <mutex>

namespace flowsync::exec {

// The looks at one source whose data sets are awaited, shared by all nexsets that wait for it: its flow shows them with
// their statuses (API notes B5), and where that cannot be read GET /data_sources/{id} does in `data_sets` (C1).
class SourceWatch
{
public:
  SourceWatch(Run& run, ResourceId source);

  // Looks again when a look is due; the sets without a parent that are known after that, sorted by id. Throws
  // ResourceFailure.
  std::vector<LiveResource> look();
  // Until the next look is due.
  Duration pause() const;
  Duration watched() const;
  bool source_runs() const;

private:
  void take_in(const LiveResource& source);

  Run& m_run;
  ResourceId m_source;
  mutable std::mutex m_mutex;
  std::chrono::steady_clock::time_point m_since;
  std::chrono::steady_clock::time_point m_due;
  Duration m_interval;
  std::string m_status;
};

// One watch a source.
class Detections
{
public:
  SourceWatch& of(Run& run, ResourceId source);

private:
  std::mutex m_mutex;
  std::map<ResourceId, std::unique_ptr<SourceWatch>> m_watches;
};

} // namespace flowsync::exec
