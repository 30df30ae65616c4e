#include "exec/flow_status.hpp"

#include "base/parallel.hpp"

#include <algorithm>
#include <mutex>

namespace flowsync::exec {

namespace {

using nexla::ApiResult;

constexpr std::size_t k_most_errors = 5; // of one flow

// Source, nexsets parents first, sinks.
std::vector<FlowStep> steps_of(const FlowQuestion& question, const std::string& flow)
{
  std::vector<FlowStep> steps;
  for (const auto& desired : question.desired.resources) {
    if (desired.address.flow != flow) {
      continue;
    }
    steps.push_back({&desired, {}, {}});
    const auto bound = question.bound.find(desired.address);
    const auto* const live =
        bound != question.bound.end() ? question.inventory.find(bound->second.first, bound->second.second) : nullptr;
    if (live != nullptr) {
      steps.back().live = *live;
      steps.back().live->body = nullptr;
    }
  }
  const auto depth = [&](const FlowStep& step) { // below what begins the flow; a circle is refused by validation
    std::size_t above = 0;
    const auto* parent = step.desired->parent ? question.desired.find(*step.desired->parent) : nullptr;
    for (; parent != nullptr && above < steps.size(); ++above) {
      parent = parent->parent ? question.desired.find(*parent->parent) : nullptr;
    }
    return above;
  };
  std::stable_sort(steps.begin(), steps.end(), [&](const FlowStep& a, const FlowStep& b) {
    return std::pair(facts(a.desired->address.kind).rank, depth(a)) <
           std::pair(facts(b.desired->address.kind).rank, depth(b));
  });
  return steps;
}

std::optional<ResourceId> flow_node_of(const std::vector<FlowStep>& steps)
{
  if (steps.empty() || !steps.front().live) {
    return std::nullopt;
  }
  const auto& live = *steps.front().live;
  return live.origin_node_id ? live.origin_node_id : live.node_id;
}

class Reader
{
public:
  Reader(nexla::Api& api, const FlowQuestion& question, WallTime now, std::stop_token stop)
      : m_api(api),
        m_question(question),
        m_now(now),
        m_stop(std::move(stop))
  {
  }

  std::optional<nexla::ApiError> walk()
  {
    auto runs = nexla::latest_runs(m_api, m_question.desired.environment.access_role, m_stop);
    if (!runs.ok()) {
      return runs.error();
    }
    m_newest = std::move(*runs);
    return std::nullopt;
  }

  ApiResult<FlowStatus> read(const std::string& flow)
  {
    auto steps = steps_of(m_question, flow);
    for (auto& step : steps) {
      const bool tells = step.desired->type == ResourceKind::source || step.desired->type == ResourceKind::sink;
      if (!tells || !step.live || steps.front().desired->state == RunState::paused) {
        continue;
      }
      auto runs = nexla::runs_at(m_api, step.live->type, step.live->id, m_stop);
      if (!runs.ok()) {
        return runs.error();
      }
      step.runs = std::move(*runs);
    }
    const auto node = flow_node_of(steps);
    const auto newest = node && m_newest && m_newest->contains(*node) ? std::optional(m_newest->at(*node))
                                                                      : std::optional<nexla::RunCounts>();
    auto status = judge(flow, std::move(steps), newest, m_newest.has_value(), m_now, m_question.patience);
    const bool wrong = status.state == FlowStatus::State::not_flowing || status.errors > 0;
    if (node && wrong) {
      constexpr auto k_day = std::chrono::hours{24};
      const auto last = status.last_run && status.last_run->at ? *status.last_run->at : m_now;
      auto log = nexla::errors_in(m_api, *node, std::min(last, m_now) - k_day, m_stop);
      if (!log.ok()) {
        return log.error();
      }
      status.log = std::move(*log).value_or(std::vector<nexla::LogLine>{});
      status.log.resize(std::min(status.log.size(), k_most_errors));
    }
    return status;
  }

private:
  nexla::Api& m_api;
  const FlowQuestion& m_question;
  WallTime m_now;
  std::stop_token m_stop;
  std::optional<std::map<ResourceId, nexla::RunCounts>> m_newest;
};

} // namespace

ApiResult<std::vector<FlowStatus>> read_flow_status(nexla::Api& api, const FlowQuestion& question, std::size_t threads,
                                                    WallTime now, std::stop_token stop,
                                                    const std::function<void()>& one_done)
{
  Reader reader(api, question, now, stop);
  if (auto problem = reader.walk()) {
    return std::move(*problem);
  }
  std::vector<FlowStatus> statuses(question.flows.size());
  std::optional<nexla::ApiError> failure;
  std::mutex mutex;
  call_each(question.flows.size(), threads, [&](std::size_t i) {
    auto status = reader.read(question.flows[i]);
    const std::lock_guard lock(mutex);
    if (status.ok()) {
      statuses[i] = std::move(*status);
    } else if (!failure) {
      failure = status.error();
    }
    if (one_done) {
      one_done();
    }
  });
  if (failure) {
    return std::move(*failure);
  }
  return statuses;
}

} // namespace flowsync::exec
