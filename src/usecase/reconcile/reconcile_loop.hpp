#pragma once

#include "usecase/reconcile/bell.hpp"
#include "usecase/reconcile/reconcile_turn.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace flowsync::usecase {

// What the environments that are reconciled side by side share.
struct ReconcileShared
{
  const TurnOptions& options;
  const CommandContext& context;
  SpecSource& specs;
  Bell& bell;
  // The console of one environment, which says everything in its log.
  std::function<std::unique_ptr<Console>(const GlobalOptions& options, const Surroundings& log)> console;
  std::mutex log_turn{}; // guards the log
  // Told after each turn, from the thread of its environment.
  std::function<void(const std::string& environment, const Turn& turn, Duration took, const Traffic& traffic)> ended =
      [](const auto&, const auto&, auto, const auto&) {};
};

// Reconciles one environment until a stop is requested, or once where that was asked for; one line of the log a turn.
// Throws nothing. Returns what the last turn returned; `ok` when a stop came between two turns.
ExitCode reconcile(const std::string& environment, ReconcileShared& shared);

} // namespace flowsync::usecase
