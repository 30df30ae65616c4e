#pragma once

#include "exec/branch.hpp"
#include "exec/job.hpp"

namespace flowsync::exec {

// Creates a resource at most once, whatever gets lost (contract: apply, create):
//
//   intent ─> POST ─┬─ reply ──────────────────────────────> mark back? ─> activate ─> read back ─> recorded
//                   ├─ 4xx, 429, nothing sent ─> failed            ^
//                   ├─ 5xx ─> look the mark up ─┬─ found ──────────┤
//                   │                           └─ not there ─> POST again, once
//                   └─ no answer ─> look up at growing intervals ──┘
//                                   until create_settle after sending; only an empty look-up after that allows
//                                   another POST
class CreateJob final : public Job
{
public:
  using Job::Job;

  // It is started and read back with the branch, by a StartJob.
  void start_with(Branch& branch) { m_branch = &branch; }

private:
  std::optional<Later> work() override;
  bool creates() const override { return true; }

  void prepare();
  std::optional<Later> send();
  std::optional<Later> search();
  std::optional<Later> search_later();
  void take(LiveResource reply);
  void check_mark(const LiveResource& reply);

  Branch* m_branch = nullptr;
  nlohmann::json m_body;
  int m_posts = 0;
  int m_unclear = 0;
  bool m_searching = false;
  bool m_answered = false; // with 5xx: one look-up decides
  std::string m_problem;   // of the last POST
  std::chrono::steady_clock::time_point m_settled_at;
  Duration m_interval{0};
};

} // namespace flowsync::exec
