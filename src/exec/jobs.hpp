#pragma once

#include "exec/detection.hpp"
#include "exec/job.hpp"

#include <map>
#include <memory>

namespace flowsync::exec {

// The jobs of a plan, each depending on those that must be over before it.
class Jobs
{
public:
  // Throws Fatal for actions that applying does not do.
  explicit Jobs(Run& run);

  std::size_t size() const { return m_jobs.size(); }
  // Carries all of them out on `threads` threads; returns how long nothing but detection was waited for.
  Duration carry_out(std::size_t threads);
  // Sorted by address.
  std::vector<ResourceResult> results() const;

private:
  void add(const plan::ResourceChange& change);
  std::vector<const Address*> earlier(const plan::ResourceChange& change) const;

  Run& m_run;
  Detections m_detections;
  std::map<Address, std::unique_ptr<Job>> m_jobs;
};

} // namespace flowsync::exec
