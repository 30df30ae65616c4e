#include "exec/apply.hpp"

#include "base/fatal.hpp"
#include "exec/bookkeeping.hpp"
#include "exec/jobs.hpp"
#include "exec/run.hpp"

#include <algorithm>

namespace flowsync::exec {

namespace {

bool unfinished(const ResourceResult& result)
{
  return result.outcome != Outcome::done && result.outcome != Outcome::waiting;
}

// The state is about to be left: whose work it is and how far it got. Its failure is not that of a resource.
void sign(Run& run, const Report& report)
{
  const bool anything = std::any_of(report.results.begin(), report.results.end(),
                                    [](const ResourceResult& result) { return result.wrote; });
  const bool clean = std::none_of(report.results.begin(), report.results.end(), unfinished);
  if (anything || clean) {
    run.store.applied(run.plan.identity, run.options.commit, run.options.commit_time, run.clock.now());
  }
}

} // namespace

Report apply(const ApplyTask& task, const RunOptions& options, std::stop_token stop)
{
  const auto began = task.clock.steady();
  const auto requests_before = task.api.requests();
  move_records(task.store, task.desired, task.plan);
  Run run(task, options, stop);
  Jobs jobs(run);
  Report report;
  run.telling.begin(jobs.size());
  settle_intents(run);
  record_unchanged(run, task.inventory);
  forget_gone(run, task.inventory);
  finish_restorations(run);
  report.detection = jobs.carry_out(static_cast<std::size_t>(std::max(1, options.parallelism)));
  report.results = jobs.results();
  try {
    sign(run, report);
  } catch (const Fatal& fatal) {
    run.telling.error("state-not-written", fatal.what(), fatal.exit(), fatal.hint());
  }
  report.warnings = run.telling.warnings();
  report.requests = task.api.requests() - requests_before;
  report.elapsed = std::chrono::duration_cast<Duration>(task.clock.steady() - began);
  report.interrupted = stop.stop_requested() && std::any_of(report.results.begin(), report.results.end(), unfinished);
  return report;
}

} // namespace flowsync::exec
