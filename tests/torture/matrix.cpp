#include "matrix.hpp"

#include "in_turns.hpp"

#include <fmt/format.h>

#include <chrono>
#include <mutex>

namespace flowsync::torture {

MatrixCount try_positions(const std::vector<Position>& positions, Contents contents, std::size_t threads, bool print)
{
  std::mutex mutex;
  MatrixCount count;
  std::vector<std::function<bool()>> tasks;
  for (const auto& position : positions) {
    tasks.emplace_back([&, contents, position] {
      MatrixVerdict verdict;
      const auto begin = std::chrono::steady_clock::now();
      try {
        verdict = try_position(position, contents);
      } catch (const std::exception& problem) {
        verdict.problem = fmt::format("the test itself failed: {}", problem.what());
      }
      const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
      const std::lock_guard lock(mutex);
      ++count.tried;
      const auto text = position_text(position);
      if (print) {
        fmt::print("{} {} ({} steps, {:.2f} s)\n", verdict.problem.empty() ? "held  " : "FAILED", text, verdict.steps,
                   took);
        for (const auto& answer : verdict.answers) {
          fmt::print("         {}\n", answer);
        }
      }
      if (verdict.problem.empty()) {
        ++count.passed;
        count.answered += verdict.answers.empty() ? 0U : 1U;
      } else {
        count.failed.push_back(fmt::format("{}: {}\nreplay: scripts/torture matrix {}\n", text, verdict.problem, text));
      }
      return true;
    });
  }
  in_turns(tasks, threads);
  return count;
}

std::vector<Position> chosen_positions(const std::vector<std::string>& words)
{
  constexpr std::size_t k_combinations = 200;
  if (!words.empty() && words.front().find('=') != std::string::npos) {
    return {parse_position(words)};
  }
  const auto count = words.empty() ? k_combinations : std::stoul(words[0]);
  auto positions = words.size() < 2 ? single_positions() : std::vector<Position>{};
  const auto combinations = random_positions(count, words.size() < 2 ? 1 : std::stoul(words[1]));
  positions.insert(positions.end(), combinations.begin(), combinations.end());
  return positions;
}

int matrix_all(const std::vector<Position>& positions, std::size_t threads)
{
  const auto count = try_positions(positions, Contents::samples, threads, true);
  for (const auto& problem : count.failed) {
    fmt::print("\nFAILED {}", problem);
  }
  fmt::print("{} of {} positions of the switches passed; {} of them could not do everything at once, and said so\n",
             count.passed, count.tried, count.answered);
  return count.failed.empty() ? 0 : 1;
}

} // namespace flowsync::torture
