#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "exec/flow_status.hpp"
#include "model/schedule.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::exec {

namespace {

using State = FlowStatus::State;
using Runs = std::vector<nexla::RunCounts>;

class Judgement
{
public:
  Judgement(FlowStatus& status, WallTime now, const FlowPatience& patience)
      : m_status(status),
        m_now(now),
        m_patience(patience)
  {
  }

  void pass(const std::optional<nexla::RunCounts>& newest, bool can_tell)
  {
    const auto* const first = m_status.steps.empty() ? nullptr : &m_status.steps.front();
    if (first == nullptr) {
      return;
    }
    m_status.wanted = first->desired->state;
    m_status.live = first->live ? first->live->status : "";
    count(newest);
    m_due = scheduled(*first);
    if (m_status.wanted != RunState::paused) {
      m_status.next_run = m_due.next;
    }
    if (m_status.wanted == RunState::paused) {
      m_status.state = State::paused;
      return;
    }
    if (stands_still() || never_ran(*first, can_tell) || stopped_at_source(*first) || stopped_at_sink()) {
      return;
    }
    m_status.state = !m_status.last_run    ? State::unknown
                     : m_status.errors > 0 ? State::flowing_with_errors
                                           : State::flowing;
  }

private:
  void stop_at(const FlowStep& step, std::string why, std::optional<WallTime> since)
  {
    m_status.state = State::not_flowing;
    m_status.at = step.desired->address;
    m_status.why = std::move(why);
    m_status.since = since;
  }

  void wait(const FlowStep& step, std::string why)
  {
    m_status.state = State::waiting;
    m_status.at = step.desired->address;
    m_status.why = std::move(why);
  }

  // When the source's own schedule is due; nothing without one.
  ScheduledTimes scheduled(const FlowStep& first) const
  {
    const auto& desired = *first.desired;
    const nlohmann::json::json_pointer place("/source_config/start.cron");
    if (desired.type != ResourceKind::source || !desired.document.contains(place) ||
        !desired.document[place].is_string() || desired.deferred.contains(place.to_string())) {
      return {};
    }
    return scheduled_times(desired.document[place].get_ref<const std::string&>(), m_now).value_or(ScheduledTimes{});
  }

  // Whether the schedule was due, long enough ago, while the source stood as it stands now.
  bool was_due(const FlowStep& first) const
  {
    const auto changed = parse_timestamp(first.live->updated_at);
    return m_due.last && m_now - *m_due.last > m_patience.grace && !(changed && *changed > *m_due.last);
  }

  static bool is_sink(const FlowStep& step) { return step.desired->type == ResourceKind::sink; }

  // What the step did in that run; nothing when it had no part in it.
  static const nexla::RunCounts* in_run(const FlowStep& step, const std::optional<std::int64_t>& run)
  {
    if (!step.runs || !run) {
      return nullptr;
    }
    const auto found =
        std::find_if(step.runs->begin(), step.runs->end(), [&](const auto& counts) { return counts.run == run; });
    return found != step.runs->end() ? &*found : nullptr;
  }

  void count(const std::optional<nexla::RunCounts>& newest)
  {
    m_status.last_run = newest;
    const auto& first = m_status.steps.front();
    if (first.desired->type == ResourceKind::source && first.runs && !first.runs->empty()) {
      m_status.last_run = first.runs->front();
    }
    if (m_status.last_run) {
      m_status.records_in = m_status.last_run->records;
      m_status.errors = m_status.last_run->errors;
    }
    for (const auto& step : m_status.steps) {
      if (!is_sink(step) || !step.runs || !m_status.last_run) {
        continue;
      }
      const auto* const counts = in_run(step, m_status.last_run->run);
      m_status.records_out = m_status.records_out.value_or(0) + (counts != nullptr ? counts->records : 0);
      m_status.errors += counts != nullptr ? counts->errors : 0;
    }
  }

  // A step that should run is not there or does not run.
  bool stands_still()
  {
    const auto& source = *m_status.steps.front().desired;
    for (const auto& step : m_status.steps) {
      const auto& desired = *step.desired;
      if (desired.state == RunState::paused) {
        continue;
      }
      if (!step.live) {
        if (source.waits_for_data && desired.address.kind != ResourceKind::source) {
          wait(step, "no data has been sent yet");
        } else {
          stop_at(step, desired.detected ? "Nexla has not detected it yet" : "it is not applied", last_good(step));
        }
        return true;
      }
      const bool broke = has_failed(step.live->status);
      const bool stopped = running(step.live->status) == Running::no && desired.state == RunState::active;
      if (broke || stopped) {
        stop_at(step, fmt::format("its status is {}", printable(step.live->status)), last_good(step));
        return true;
      }
    }
    return false;
  }

  // When the step, or what begins the flow, last wrote anything.
  std::optional<WallTime> last_good(const FlowStep& step) const
  {
    const FlowStep& first = m_status.steps.front();
    for (const auto* const one : {&step, &first}) {
      const auto runs = one->runs.value_or(Runs{});
      const auto good = std::find_if(runs.begin(), runs.end(), [](const auto& counts) { return counts.records > 0; });
      if (good != runs.end()) {
        return good->at;
      }
    }
    return std::nullopt;
  }

  bool never_ran(const FlowStep& first, bool can_tell)
  {
    if (m_status.last_run) {
      return false;
    }
    if (!can_tell && !first.runs) {
      m_status.state = State::unknown;
      m_status.why = "this key or service does not tell of runs";
      return true;
    }
    if (first.desired->waits_for_data) {
      wait(first, "no data has been sent yet");
      return true;
    }
    if (first.desired->type != ResourceKind::source) {
      m_status.state = State::unknown;
      m_status.why = "it begins with a nexset of another flow, and the service tells of no run of its own";
      return true;
    }
    const auto changed = parse_timestamp(first.live->updated_at);
    if (changed && m_now - *changed < m_patience.grace) {
      wait(first, "it has not read anything yet");
    } else if (m_due.next && !was_due(first) && !m_patience.reads_when_started) {
      wait(first, "it has not read anything yet, and its schedule has not been due since it was changed");
    } else {
      stop_at(first, fmt::format("it is {} and has never read anything", printable(first.live->status)), changed);
    }
    return true;
  }

  bool stopped_at_source(const FlowStep& first)
  {
    const auto& run = *m_status.last_run;
    if (first.desired->type == ResourceKind::source && run.records == 0 && run.errors > 0) {
      stop_at(first, fmt::format("its last run read nothing and had {}", count_of(errors_of(run), "error")),
              row_since(first, [](const nexla::RunCounts& one) { return one.records == 0 && one.errors > 0; }));
      return true;
    }
    if (run.at && was_due(first) && *run.at < *m_due.last) {
      stop_at(first,
              fmt::format("it is late: its schedule was due on {}, and it has not run since",
                          format_timestamp(*m_due.last)),
              m_due.last);
      return true;
    }
    const bool on_time = run.at && m_due.last && m_due.next && *run.at >= *m_due.last;
    if (m_patience.max_age && !on_time && run.at && m_now - *run.at > *m_patience.max_age) {
      stop_at(first,
              fmt::format("its last run was {} ago",
                          format_duration(std::chrono::duration_cast<Duration>(m_now - *run.at))),
              run.at);
      return true;
    }
    return false;
  }

  bool stopped_at_sink()
  {
    const auto& run = *m_status.last_run;
    if (run.records == 0) {
      return false; // nothing to write
    }
    const auto lost = [](const nexla::RunCounts& one) { return one.records == 0; };
    for (const auto& step : m_status.steps) {
      if (!is_sink(step) || !step.runs || step.desired->state != RunState::active) {
        continue;
      }
      const auto* const counts = in_run(step, run.run);
      const bool late = run.at && m_now - *run.at > m_patience.grace;
      const bool newer = counts == nullptr && !step.runs->empty() && step.runs->front().at >= run.at; // ids differ
      if (counts != nullptr && lost(*counts) && (counts->errors > 0 || late)) {
        stop_at(step,
                fmt::format("it wrote none of {} in the last run, with {}",
                            count_of(static_cast<std::size_t>(run.records), "record"),
                            count_of(errors_of(*counts), "error")),
                row_since(step, lost));
        return true;
      }
      if (counts == nullptr && late && !newer) {
        stop_at(step,
                fmt::format("nothing has come to it since {} were read",
                            count_of(static_cast<std::size_t>(run.records), "record")),
                run.at);
        return true;
      }
    }
    return false;
  }

  static std::size_t errors_of(const nexla::RunCounts& counts)
  {
    return static_cast<std::size_t>(std::max<std::int64_t>(0, counts.errors));
  }

  // When the first of the latest runs that are all like that wrote last.
  template <typename Test>
  static std::optional<WallTime> row_since(const FlowStep& step, const Test& is_like_that)
  {
    std::optional<WallTime> since;
    for (const auto& counts : step.runs.value_or(Runs{})) {
      if (!is_like_that(counts)) {
        break;
      }
      since = counts.at;
    }
    return since;
  }

  FlowStatus& m_status;
  ScheduledTimes m_due;
  WallTime m_now;
  const FlowPatience& m_patience;
};

} // namespace

FlowStatus judge(std::string flow, std::vector<FlowStep> steps, const std::optional<nexla::RunCounts>& newest,
                 bool can_tell, WallTime now, const FlowPatience& patience)
{
  FlowStatus status;
  status.flow = std::move(flow);
  status.steps = std::move(steps);
  Judgement(status, now, patience).pass(newest, can_tell);
  return status;
}

} // namespace flowsync::exec
