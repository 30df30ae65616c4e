#include "machines.hpp"

#include "in_turns.hpp"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace flowsync::torture {

namespace {

// What is tried at each step-th request or git process of an apply.
struct TroubleRow
{
  const char* trouble;
  const char* backend;
  std::size_t machines;
  bool apart;
  std::int64_t step;
};
constexpr std::array k_rows{
    TroubleRow{"before", "git", 2, false, 1},     TroubleRow{"after", "git", 2, false, 1},
    TroubleRow{"late", "git", 2, false, 1},       TroubleRow{"late", "git", 5, false, 4},
    TroubleRow{"after", "http", 2, false, 4},     TroubleRow{"late", "http", 2, false, 3},
    TroubleRow{"after", "s3", 2, false, 4},       TroubleRow{"late", "s3", 2, false, 3},
    TroubleRow{"git-before", "git", 2, false, 1}, TroubleRow{"git-after", "git", 2, false, 1},
    TroubleRow{"git-cut", "git", 2, false, 1},    TroubleRow{"git-deaf", "git", 2, false, 1},
    TroubleRow{"asleep", "git", 2, true, 3},      TroubleRow{"asleep", "s3", 2, true, 6},
    TroubleRow{"late", "git", 2, true, 3},        TroubleRow{"after", "git", 5, true, 6},
    TroubleRow{"late", "s3", 2, true, 6},         TroubleRow{"git-cut", "git", 2, true, 3},
    TroubleRow{"git-deaf", "git", 2, true, 3},
};

const MachineCase& case_of(const std::string& scenario)
{
  static std::mutex s_mutex;
  static std::map<std::string, std::unique_ptr<MachineCase>> s_cases;
  const std::lock_guard lock(s_mutex);
  auto& found = s_cases[scenario];
  if (!found) {
    found = std::make_unique<MachineCase>(scenario);
  }
  return *found;
}

} // namespace

std::vector<MachinePoint> machine_points(const std::vector<std::string>& scenarios, std::size_t every)
{
  std::vector<MachinePoint> points;
  std::size_t number = 0;
  for (const auto& scenario : scenarios) {
    const auto& one = case_of(scenario);
    for (const auto& row : k_rows) {
      const std::string trouble = row.trouble;
      const auto last = trouble.starts_with("git-") ? one.git_processes() : one.requests();
      for (std::int64_t k = 1; k <= last; k += row.step) {
        if (number++ % every == 0) {
          points.push_back({scenario, trouble, row.backend, row.machines, row.apart, k});
        }
      }
    }
  }
  return points;
}

MachineCount tour(const MachineTour& wanted)
{
  MachineCount count;
  std::mutex mutex;
  std::vector<std::function<bool()>> tasks;
  for (const auto& point : wanted.points) {
    tasks.emplace_back([&] {
      MachineCase::Verdict verdict;
      try {
        verdict = case_of(point.scenario).attempt(point);
      } catch (const std::exception& problem) {
        verdict.problem = point.text() + ": " + problem.what();
      }
      const std::lock_guard lock(mutex);
      ++(verdict.happened ? count.points : count.missed);
      if (wanted.aloud) {
        fmt::print("{} {}\n", point.text(),
                   !verdict.problem.empty() ? "FAILED" : (verdict.happened ? "holds" : "ended before"));
        std::fflush(stdout);
      }
      if (!verdict.problem.empty()) {
        count.failed.push_back(verdict.problem);
      }
      return wanted.keep_going || count.failed.empty();
    });
  }
  in_turns(tasks, wanted.threads);
  return count;
}

int machines_all(const std::vector<std::string>& words)
{
  const auto begun = std::chrono::steady_clock::now();
  MachineTour wanted;
  wanted.aloud = true;
  if (words.size() == 1 && words.front().find(':') != std::string::npos) {
    wanted.points = {parse_machine_point(words.front())};
  } else {
    const std::vector<std::string> usual{"creates", "updates", "replaces-source", "prunes-flow"};
    wanted.points = machine_points(words.empty() ? usual : words, 1);
    wanted.keep_going = !words.empty();
  }
  const auto count = tour(wanted);
  for (const auto& problem : count.failed) {
    fmt::print("FAILED {}\nreplay: scripts/torture machines {}\n\n", problem, problem.substr(0, problem.find(": ")));
  }
  fmt::print("{} points in {:.1f} s{}, {} failed\n", count.points,
             std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count(),
             count.missed > 0 ? fmt::format(" ({} more where the apply ended before)", count.missed) : "",
             count.failed.size());
  return count.failed.empty() ? 0 : 1;
}

} // namespace flowsync::torture
