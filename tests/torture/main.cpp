#include "flaky.hpp"
#include "kill_all.hpp"
#include "machines.hpp"
#include "matrix.hpp"
#include "model_run.hpp"
#include "race.hpp"

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

// flowsync_torture kill [SCENARIO...|POINT], machines [SCENARIO...|POINT], race [N], flaky [SEED], model [SEED],
// matrix [N [SEED]|SWITCH=VALUE...]; see scripts/torture.
int main(int argc, char** argv)
{
  using namespace flowsync::torture;
  constexpr std::uint64_t k_seeds = 50;
  constexpr std::size_t k_steps = 12000;
  constexpr std::size_t k_threads = 2;
  constexpr std::size_t k_racing = 200; // machines
  constexpr std::size_t k_races = 5;
  const std::vector<std::string> words(argv + 1, argv + argc);
  try {
    if (!words.empty() && words.front() == "kill") {
      if (words.size() > 1 && words[1].find(':') != std::string::npos) {
        return replay_kill(words[1]);
      }
      KillTour tour;
      tour.scenarios.assign(words.begin() + 1, words.end());
      tour.keep_going = !tour.scenarios.empty();
      return kill_all(tour);
    }
    if (!words.empty() && words.front() == "machines") {
      return machines_all({words.begin() + 1, words.end()});
    }
    if (!words.empty() && words.front() == "race") {
      return race(words.size() > 1 ? std::stoul(words[1]) : k_racing, k_races);
    }
    if (!words.empty() && words.front() == "flaky") {
      return flaky_all(k_seeds, k_threads, words.size() > 1 ? std::stoul(words[1]) : 0);
    }
    if (!words.empty() && words.front() == "model") {
      return model_all(k_steps, k_threads, words.size() > 1 ? std::stoul(words[1]) : 0);
    }
    if (!words.empty() && words.front() == "matrix") {
      return matrix_all(chosen_positions({words.begin() + 1, words.end()}), k_threads);
    }
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "%s\n", problem.what());
    return 1;
  }
  std::fprintf(
      stderr,
      "flowsync_torture kill [SCENARIO...|SCENARIO:K:before|after:kept|lost|old] | machines [SCENARIO...|POINT] | "
      "race [N] | flaky [SEED] | model [SEED] | "
      "matrix [N [SEED]|SWITCH=VALUE...]\n");
  return 1;
}
