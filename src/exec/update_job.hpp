#pragma once

#include "exec/job.hpp"

namespace flowsync::exec {

// Brings a bound resource to the specs: changed fields, its status, its mark (adopted, moved, lost), its project.
class UpdateJob final : public Job
{
public:
  using Job::Job;

private:
  std::optional<Later> work() override;
};

} // namespace flowsync::exec
