#include "exec/jobs.hpp"

#include "base/fatal.hpp"
#include "exec/create_job.hpp"
#include "exec/detect_job.hpp"
#include "exec/update_job.hpp"
#include "exec/wait_job.hpp"

namespace flowsync::exec {

Jobs::Jobs(Run& run) : m_run(run)
{
  for (const auto& change : run.plan.changes) {
    add(change);
  }
}

void Jobs::add(const plan::ResourceChange& change)
{
  using plan::Action;
  std::unique_ptr<Job> job;
  if (change.waiting) {
    job = std::make_unique<WaitJob>(m_run, change);
  } else {
    switch (change.action) {
    case Action::create:
      job = std::make_unique<CreateJob>(m_run, change);
      break;
    case Action::read:
      job = std::make_unique<DetectJob>(m_run, change, m_detections);
      break;
    case Action::update:
      job = std::make_unique<UpdateJob>(m_run, change);
      break;
    case Action::no_op:
      if (change.adopting) {
        job = std::make_unique<UpdateJob>(m_run, change);
      }
      break;
    case Action::replace:
    case Action::remove:
    case Action::forget:
      throw Fatal("replacing and deleting is not supported yet: " + change.address.text(), ExitCode::refused);
    }
  }
  if (job) {
    m_jobs.emplace(change.address, std::move(job));
  }
}

// What the plan says, and every ancestor that changes: a bounce above is over before anything below begins.
std::vector<const Address*> Jobs::earlier(const plan::ResourceChange& change) const
{
  std::vector<const Address*> result;
  for (const auto& address : change.depends_on) {
    result.push_back(&address);
  }
  const auto* at = m_run.wanted(change.address);
  while (at != nullptr && at->parent) {
    result.push_back(&*at->parent);
    at = m_run.wanted(*at->parent);
  }
  return result;
}

Duration Jobs::carry_out(std::size_t threads)
{
  ReadySet set(m_run.clock, m_run.stop);
  std::map<Address, ReadySet::Id> ids;
  for (const auto& [address, job] : m_jobs) {
    ids.emplace(address, set.add([job = job.get()] { return job->step(); }));
  }
  for (const auto& [address, job] : m_jobs) {
    std::set<Address> seen;
    for (const auto* const before : earlier(job->change())) {
      const auto found = m_jobs.find(*before);
      if (found != m_jobs.end() && seen.insert(*before).second) {
        job->depend_on(*found->second);
        set.after(ids.at(address), ids.at(*before));
      }
    }
  }
  set.run(threads);
  return set.waited_for_detection();
}

std::vector<ResourceResult> Jobs::results() const
{
  std::vector<ResourceResult> results;
  for (const auto& [address, job] : m_jobs) {
    results.push_back(job->result());
  }
  return results;
}

} // namespace flowsync::exec
