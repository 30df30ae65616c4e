#include "race.hpp"

#include "program.hpp"
#include "state/git_storage.hpp"
#include "support/temporary_folder.hpp"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>
#include <vector>

namespace flowsync::torture {

namespace {

namespace fs = std::filesystem;

struct RaceResult
{
  std::size_t won = 0;
  std::size_t told = 0; // that somebody else has it
  std::string problem;
};

RaceResult one_race(const fs::path& folder, std::size_t machines)
{
  std::vector<std::unique_ptr<state::Storage>> storages;
  for (std::size_t i = 0; i < machines; ++i) {
    git::RemoteRefs refs(folder / ("cache" + std::to_string(i)), {(folder / "origin.git").string(), {}});
    storages.push_back(state::git_storage(std::move(refs), "refs/flowsync/acme/prod", "origin"));
  }
  std::vector<Result<std::string, state::Problem>> results(machines, std::string());
  std::atomic<bool> go = false;
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 0; i < machines; ++i) {
      threads.emplace_back([&, i] {
        state::Holder holder;
        holder.id = std::to_string(i);
        holder.started_at = "2026-11-28T05:40:12.000Z";
        go.wait(false);
        results[i] = storages[i]->lock(holder, "");
      });
    }
    go = true;
    go.notify_all();
  }
  RaceResult result;
  for (std::size_t i = 0; i < machines; ++i) {
    if (results[i]) {
      ++result.won;
      if (const auto problem = storages[i]->unlock(*results[i])) {
        result.problem = problem->text;
      }
    } else if (results[i].error().kind == state::Problem::Kind::locked) {
      ++result.told;
    } else {
      result.problem = results[i].error().text;
    }
  }
  return result;
}

} // namespace

int race(std::size_t machines, std::size_t rounds)
{
  const testing::TemporaryFolder temporary;
  const auto& folder = temporary.folder();
  const auto made = scenarios::run_command({"/usr/bin/git", "init", "--quiet", "--bare", "origin.git"}, {}, folder);
  const auto begun = std::chrono::steady_clock::now();
  std::size_t failed = made.exit != 0 ? 1 : 0;
  for (std::size_t round = 0; round < rounds && failed == 0; ++round) {
    const auto result = one_race(folder, machines);
    if (result.won != 1 || result.told != machines - 1 || !result.problem.empty()) {
      ++failed;
      fmt::print("FAILED round {}: {} won, {} were told, of {}: {}\n", round + 1, result.won, result.told, machines,
                 result.problem);
    }
  }
  fmt::print("{} races of {} machines in {:.1f} s, {} failed\n", rounds, machines,
             std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count(), failed);
  return failed == 0 ? 0 : 1;
}

} // namespace flowsync::torture
