#include "model_run.hpp"

#include "in_turns.hpp"
#include "model_actor.hpp"

#include <fmt/format.h>

#include <atomic>
#include <mutex>

namespace flowsync::torture {

ModelVerdict model(std::uint64_t seed, std::size_t steps)
{
  ModelActor actor(seed);
  ModelVerdict verdict;
  while (verdict.steps < steps && verdict.problem.empty()) {
    ++verdict.steps;
    try {
      verdict.problem = actor.step();
    } catch (const std::exception& problem) {
      verdict.problem = fmt::format("the test itself failed: {}", problem.what());
    }
  }
  verdict.history = actor.history();
  verdict.applies = actor.applies();
  return verdict;
}

int model_all(std::size_t steps, std::size_t threads, std::uint64_t only)
{
  std::mutex mutex;
  std::size_t done = 0;
  std::size_t applies = 0;
  bool good = true;
  std::vector<std::function<bool()>> tasks;
  const auto runs = only != 0 ? 1 : (steps + k_steps_of_a_run - 1) / k_steps_of_a_run;
  for (std::uint64_t seed = only != 0 ? only : 1; seed < (only != 0 ? only : 1) + runs; ++seed) {
    tasks.emplace_back([&, seed] {
      const auto verdict = model(seed, k_steps_of_a_run);
      const std::lock_guard lock(mutex);
      done += verdict.steps;
      applies += verdict.applies;
      if (only != 0 || !verdict.problem.empty()) {
        fmt::print("{}", verdict.history);
      }
      if (!verdict.problem.empty()) {
        good = false;
        fmt::print("FAILED in step {}: {}\nreplay: scripts/torture model {}\n\n", verdict.steps, verdict.problem, seed);
      }
      return verdict.problem.empty();
    });
  }
  in_turns(tasks, threads);
  fmt::print("{} model steps, {} applies among them: {}\n", done, applies, good ? "all held" : "FAILED");
  return good ? 0 : 1;
}

} // namespace flowsync::torture
