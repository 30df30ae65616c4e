#pragma once

#include "exec/events.hpp"
#include "git/history.hpp"
#include "plan/plan.hpp"
#include "state/holder.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace flowsync::usecase {

// What one apply did, as it is kept in the state (history/SERIAL.json) for everybody who asks later. Sensitive values
// are masked; places in files are left out.
struct AppliedRun
{
  const state::Holder& who;
  const plan::Plan& plan;
  const exec::Report& report;
  git::Commit commit;
  std::optional<bool> dirty; // whether the work tree differed from it; nothing where that cannot be told
  ExitCode exit = ExitCode::ok;
  WallTime ended{};
};
nlohmann::ordered_json history_entry(const AppliedRun& run, std::uint64_t serial);

// history/000000000042.json: names sort as serials do.
std::string history_path(std::uint64_t serial);

// "apply of prod: 3 to add, 1 to change, 0 to destroy", and below it who did it, from which commit, and the job's page.
std::string history_message(const nlohmann::json& entry, const std::string& environment);

} // namespace flowsync::usecase
