#include "flaky.hpp"
#include "kill_all.hpp"

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

// flowsync_torture kill [POINT]
int main(int argc, char** argv)
{
  using namespace flowsync::torture;
  constexpr std::uint64_t k_seeds = 50;
  constexpr std::size_t k_threads = 2;
  const std::vector<std::string> words(argv + 1, argv + argc);
  try {
    if (!words.empty() && words.front() == "kill") {
      return words.size() > 1 ? replay_kill(words[1]) : kill_all({});
    }
    if (!words.empty() && words.front() == "flaky") {
      return flaky_all(k_seeds, k_threads, words.size() > 1 ? std::stoul(words[1]) : 0);
    }
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "%s\n", problem.what());
    return 1;
  }
  std::fprintf(stderr, "flowsync_torture kill [SCENARIO:K:before|after:kept|lost|old]\n");
  return 1;
}
