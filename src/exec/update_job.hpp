#pragma once

#include "exec/calls.hpp"
#include "exec/flow_reading.hpp"
#include "exec/job.hpp"

namespace flowsync::exec {

// Brings a bound resource to the specs: changed fields, its status, its mark (adopted, moved, lost), its project.
class UpdateJob final : public Job
{
public:
  using Job::Job;

private:
  struct Look
  {
    Reading reading;
    std::optional<FlowReading> flow;
  };

  std::optional<Later> work() override;
  std::optional<Look> look_at_flow() const;
  bool has_something_to_write(const LiveResource& known) const;
};

} // namespace flowsync::exec
