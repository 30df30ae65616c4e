#include "kill_all.hpp"

#include "in_turns.hpp"
#include "kill_point.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <mutex>

namespace flowsync::torture {

namespace {

const std::vector<Memory> k_all{Memory::kept, Memory::lost, Memory::old};

bool chosen(const KillTour& tour, const std::string& name)
{
  return tour.scenarios.empty() ||
         std::find(tour.scenarios.begin(), tour.scenarios.end(), name) != tour.scenarios.end();
}

class Touring
{
public:
  explicit Touring(const KillTour& tour) : m_tour(tour) {}

  KillCount run()
  {
    prepare();
    if (m_cases.empty() && m_count.failed.empty()) {
      m_count.failed.emplace_back("there is no such scenario");
    }
    for (const auto& each : m_cases) {
      add_tasks(*each);
    }
    in_turns(m_tasks, m_tour.threads);
    return std::move(m_count);
  }

private:
  void prepare()
  {
    std::vector<std::size_t> wanted;
    for (std::size_t i = 0; i < kill_scenarios().size(); ++i) {
      if (chosen(m_tour, kill_scenarios()[i].name)) {
        wanted.push_back(i);
      }
    }
    m_cases.resize(wanted.size());
    std::vector<std::function<bool()>> tasks;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      tasks.emplace_back([this, i, which = wanted[i]] {
        try {
          m_cases[i] = std::make_unique<KillCase>(which);
          return true;
        } catch (const std::exception& problem) {
          note({}, problem.what());
          return false;
        }
      });
    }
    in_turns(tasks, m_tour.threads);
    std::erase(m_cases, nullptr);
  }

  void add_tasks(const KillCase& one)
  {
    const bool needs_state = one.scenario().needs_state;
    for (std::int64_t k = 1; k <= one.requests(); ++k) {
      for (const auto moment : {sim::Moment::before_effect, sim::Moment::after_effect}) {
        std::vector<Memory> memories;
        std::copy_if(k_all.begin(), k_all.end(), std::back_inserter(memories), [&](Memory memory) {
          return (memory == Memory::kept || !needs_state) && m_number++ % m_tour.every == 0;
        });
        if (!memories.empty()) {
          add([&one, k, moment, memories] { return one.attempt(k, moment, memories); });
        }
      }
      if (m_tour.truncations && !needs_state && k % 5 == 3) {
        constexpr std::size_t k_step = 37;
        add([&one, k] { return one.attempt_truncations(k, sim::Moment::after_effect, k_step); });
      }
    }
  }

  void add(std::function<KillCase::Verdict()> attempt)
  {
    m_tasks.emplace_back([this, attempt = std::move(attempt)] {
      try {
        note(attempt(), {});
      } catch (const std::exception& problem) {
        note({}, problem.what());
      }
      const std::lock_guard lock(m_mutex);
      return m_tour.keep_going || m_count.failed.empty();
    });
  }

  void note(const KillCase::Verdict& verdict, const std::string& problem)
  {
    const std::lock_guard lock(m_mutex);
    if (!problem.empty()) {
      m_count.failed.push_back(problem);
      return;
    }
    (verdict.killed ? m_count.points : m_count.missed) += verdict.points;
    m_count.failed.insert(m_count.failed.end(), verdict.failed.begin(), verdict.failed.end());
  }

  const KillTour& m_tour;
  std::vector<std::unique_ptr<KillCase>> m_cases;
  std::vector<std::function<bool()>> m_tasks;
  std::size_t m_number = 0;
  std::mutex m_mutex;
  KillCount m_count;
};

} // namespace

KillCount tour(const KillTour& tour)
{
  return Touring(tour).run();
}

int kill_all(const KillTour& wanted)
{
  const auto begun = std::chrono::steady_clock::now();
  const auto count = tour(wanted);
  const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  for (const auto& problem : count.failed) {
    const auto point = problem.substr(0, problem.find(": "));
    fmt::print("FAILED {}\nreplay: scripts/torture kill {}\n\n", problem, point);
  }
  fmt::print("{} kill points in {:.1f} s{}, {} failed\n", count.points, seconds,
             count.missed > 0 ? fmt::format(" ({} more where the apply ended before)", count.missed) : "",
             count.failed.size());
  return count.failed.empty() ? 0 : 1;
}

int replay_kill(const std::string& text)
{
  const auto point = parse_kill_point(text);
  const KillCase one(point.scenario);
  fmt::print("{}: {} changing requests when nothing disturbs it\n", kill_scenarios()[point.scenario].name,
             one.requests());
  const auto verdict = point.memory == Memory::truncated
                           ? one.attempt_truncations(point.k, point.moment, 1, point.journal_bytes)
                           : one.attempt(point.k, point.moment, {point.memory});
  for (const auto& problem : verdict.failed) {
    fmt::print("FAILED {}\n", problem);
  }
  fmt::print("{}, {} of {} points hold\n", verdict.killed ? "killed" : "not killed: the apply ended before",
             verdict.points - verdict.failed.size(), verdict.points);
  return verdict.failed.empty() ? 0 : 1;
}

} // namespace flowsync::torture
