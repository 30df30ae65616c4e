#pragma once

#include "exec/job.hpp"

namespace flowsync::exec {

// A resource that cannot go on until people or data come: it only says so.
class WaitJob final : public Job
{
public:
  using Job::Job;

private:
  std::optional<Later> work() override
  {
    end(Outcome::waiting, m_change.waiting_for);
    return std::nullopt;
  }
};

} // namespace flowsync::exec
