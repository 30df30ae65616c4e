#pragma once

#include "exec/job.hpp"
#include "exec/removal.hpp"

#include <mutex>

namespace flowsync::exec {

// Stops a source that is to be deleted before anything below it goes, so that nothing runs half and nothing is detected
// anew.
class StopJob final : public Job
{
public:
  using Job::Job;

private:
  std::optional<Later> work() override;
};

// The one look at the account that comes before the first delete of a run.
class SecondLook
{
public:
  // Looks when nobody did; throws ResourceFailure.
  void ensure(Run& run);

private:
  std::mutex m_mutex;
  bool m_done = false;
};

// Deletes a resource for good: whose it is and what hangs below it is read again, what it was goes to the trash, it is
// stopped, deleted, and read back. What belongs to it (detected sets of a source, sources that a sink generated) goes
// with it; anything else below it stops this.
class RemoveJob final : public Job
{
public:
  RemoveJob(Run& run, const plan::ResourceChange& change, SecondLook& look) : Job(run, change), m_look(look) {}

private:
  std::optional<Later> work() override;
  void check_owner(const LiveResource& live) const;
  // What goes with it, parents first.
  void erase_or_let_go(const LiveResource& live);
  void let_go(const LiveResource& live);
  void erase_with_latecomers(const LiveKey& key);
  std::vector<LiveKey> belongings() const;

  SecondLook& m_look;
};

} // namespace flowsync::exec
