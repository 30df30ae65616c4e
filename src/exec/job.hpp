#pragma once

#include "exec/ready_set.hpp"
#include "exec/run.hpp"

#include <optional>
#include <vector>

namespace flowsync::exec {

// One resource of the plan being brought to what the specs say, or one phase of that. It is stepped by a ReadySet after
// all the jobs that it depends on; whatever happens inside becomes its result.
class Job
{
public:
  Job(Run& run, const plan::ResourceChange& change);
  virtual ~Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  const plan::ResourceChange& change() const { return m_change; }
  void depend_on(const Job& earlier) { m_depends_on.push_back(&earlier); }
  // Another job goes on with the same resource: only a failure is told.
  void continues_elsewhere() { m_last = false; }
  std::optional<Later> step();
  // Meaningful when step() returned nothing.
  const ResourceResult& result() const { return m_result; }

protected:
  // A piece of the work; again after what it returns, or over. May throw ResourceFailure.
  virtual std::optional<Later> work() = 0;
  // Whether it only brings to an end what an earlier phase has begun, as an interrupted run does, too.
  virtual bool finishes() const { return false; }
  // Whether the job creates something, which a lost mark forbids.
  virtual bool creates() const { return false; }

  // The desired resource of this change. Throws std::logic_error when there is none.
  const DesiredResource& wanted() const;
  void wrote(const std::string& what); // something was changed in the service; joined with commas
  void end(Outcome outcome, std::string reason);

  Run& m_run;
  const plan::ResourceChange& m_change;
  ResourceResult m_result;

private:
  bool may_begin();
  void tell();
  void fail(const std::string& reason, ExitCode exit, const std::string& hint);

  std::vector<const Job*> m_depends_on;
  bool m_begun = false;
  bool m_last = true;       // of its resource
  bool m_continues = false; // an earlier phase was told as begun
  bool m_told = false;      // how it ended, by an earlier phase
  std::chrono::steady_clock::time_point m_begun_at;
};

} // namespace flowsync::exec
