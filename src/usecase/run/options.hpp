#pragma once

#include "base/clock.hpp"
#include "view/paint.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::usecase {

// What holds for all of a run: the flags that every command takes.
struct GlobalOptions
{
  std::filesystem::path directory;       // -C; relative to the current folder
  std::vector<std::string> environments; // -e, as often as given
  std::vector<std::string> targets;      // --target, as often as given, and --exclude with `!` before it
  std::string format;                    // "" = the command's own default
  std::vector<std::string> writes;       // --write, as often as given: FORMAT=FILE
  view::ColorMode color = view::ColorMode::automatic;
  bool no_input = false;
  bool no_cache = false; // read every spec anew, and keep nothing of it
  bool quiet = false;
  int verbose = 0;
};

struct ApplyOptions
{
  std::string plan_file;
  std::string expect; // the digest that the plan must have; "" = any
  bool auto_approve = false;
  bool full_refresh = false;
  bool prune = false;
  bool rebind = false;
  std::optional<std::size_t> confirm_deletes;
  std::optional<int> parallelism; // absent = the environment's limit
  Duration lock_timeout{0};
  bool allow_older = false;             // a git commit older than the one applied last
  bool allow_dirty = false;             // prune from a work tree that is not as committed
  bool full = false;                    // as of plan
  std::optional<Duration> wait_flowing; // so long after it, for data to go through every flow
};

struct ExportOptions
{
  std::vector<std::int64_t> sources; // ids
  bool all_sources = false;
  bool projects = false;              // Nexla projects become documents
  std::vector<std::size_t> pipelines; // numbers of the table
  std::vector<std::int64_t> sinks;    // ids: the pipelines that end there
  bool all = false;                   // all pipelines of the sources
};

struct PromoteOptions
{
  std::string flow; // "" with `ref`
  std::string from; // "" with `ref`: the environment that is asked for its proof is chosen
  std::string to;
  std::string ref; // the revision that the pinned base of `to` moves to
  bool check = false;
  std::vector<std::string> credentials; // "alias=id"
  std::vector<std::string> variables;   // "name=value"
  bool allow_unproven = false;
  bool allow_removals = false;
};

// How an environment is reconciled again and again.
struct TurnOptions
{
  Duration every{300'000};
  bool once = false;
  bool drift_only = false;
  bool prune = false;
};

} // namespace flowsync::usecase
