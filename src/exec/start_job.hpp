#pragma once

#include "exec/branch.hpp"
#include "exec/job.hpp"

namespace flowsync::exec {

// The second phase of what is created with a branch: it is started, read back and recorded.
class StartJob final : public Job
{
public:
  StartJob(Run& run, const plan::ResourceChange& change, Branch& branch) : Job(run, change), m_branch(branch) {}

private:
  std::optional<Later> work() override;
  bool finishes() const override { return true; }

  Branch& m_branch;
};

} // namespace flowsync::exec
