#include "base/printable.hpp"
#include "base/rejected.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "cli/commands.hpp"
#include "cli/fleet_pages.hpp"
#include "cli/formats.hpp"
#include "cli/stream_console.hpp"
#include "git/commit.hpp"
#include "git/fetch_branch.hpp"
#include "usecase/project/workspace.hpp"
#include "usecase/reconcile/fleet_board.hpp"
#include "usecase/reconcile/reconcile_loop.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace flowsync::cli {

namespace {

// Those that -e names, each once, or that of the variable.
std::vector<std::string> wanted_environments(const CommandContext& context)
{
  std::vector<std::string> names;
  for (const auto& name : context.global.environments) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  }
  return names.empty() ? std::vector{usecase::one_environment(context, "reconcile")} : names;
}

struct Branch
{
  std::string remote; // "" = the files as they lie here
  std::string name;
};

Branch wanted_branch(const ReconcileOptions& options, const std::filesystem::path& root, const CommandContext& context)
{
  if (options.no_fetch) {
    return {};
  }
  const auto remote = options.remote.value_or("origin");
  const auto address = git::find_remote(git::Checkout(root), remote, git::AddressFor::fetching);
  if (!address) {
    if (options.remote || !options.branch.empty()) {
      throw Fatal(address.error().reason, ExitCode::error, address.error().hint);
    }
    context.console.news(fmt::format("Nothing to fetch: {}.", address.error().reason));
    return {};
  }
  auto name = options.branch.empty() ? git::checked_out_branch(root) : options.branch;
  if (name.empty()) {
    throw Fatal("no branch is checked out here", ExitCode::error,
                "name the one to fetch with --branch, or use the files as they lie here with --no-fetch");
  }
  if (!git::is_ref_name(fmt::format("refs/remotes/{}/{}", remote, name))) {
    throw Fatal(fmt::format("`{}` of `{}` cannot be the name of a branch", printable(name), printable(remote)),
                ExitCode::error, "--remote and --branch take names, such as origin and main");
  }
  return {remote, std::move(name)};
}

// What no later turn makes good. A project that cannot be read now may be whole again with the next commit.
void check_names(const std::vector<std::string>& names, const usecase::SpecSource::Now& specs,
                 const CommandContext& context)
{
  if (specs.problem) {
    return;
  }
  auto same = context;
  same.revision = specs.commit;
  Diagnostics unused;
  std::map<std::string, spec::Layer> layers;
  try {
    layers = usecase::load_project(same, unused).layers;
  } catch (const Fatal&) {
    return; // each turn says it
  } catch (const Rejected&) {
    return;
  }
  for (const auto& name : names) {
    if (!layers.contains(name)) {
      throw Fatal(fmt::format("there is no environment `{}`", printable(name)), ExitCode::error,
                  "each one is a folder below environments/");
    }
  }
}

// Nothing where nothing is to be served.
std::unique_ptr<serve::PageServer> start_server(const ReconcileOptions& options, const usecase::FleetBoard& board,
                                                const usecase::SpecSource& specs, const CommandContext& context)
{
  if (!options.listen) {
    return nullptr;
  }
  try {
    auto server = std::make_unique<serve::PageServer>(*options.listen, [&](const std::string& path) {
      auto fleet = board.snapshot();
      const auto fetches = specs.fetches();
      fleet.fetches = specs.fetches_at_all();
      fleet.fetched = fetches.well;
      fleet.not_fetched = fetches.failed;
      fleet.last_fetch = fetches.last_well;
      return fleet_page_of(path, fleet);
    });
    context.console.news(fmt::format("Serving plans and metrics at http://{}/", server->address().text()));
    return server;
  } catch (const std::runtime_error& problem) {
    throw Fatal(problem.what(), ExitCode::error, "choose another address with --listen");
  }
}

} // namespace

ExitCode run_command(const ReconcileOptions& options, CommandContext& context)
{
  choose_format(context.global, "reconcile");
  const auto names = wanted_environments(context);
  const auto root = spec::find_root(usecase::working_directory(context));
  const auto branch = wanted_branch(options, root, context);
  const EndsInOrder at_work;
  auto& clock = context.around.clock;
  auto specs = branch.remote.empty() ? std::make_unique<usecase::SpecSource>(root, clock)
                                     : std::make_unique<usecase::SpecSource>(root, clock, branch.remote, branch.name);
  usecase::FleetBoard board(names);
  const auto server = start_server(options, board, *specs, context);
  check_names(names, specs->now(options.every), context);
  usecase::Bell bell;
  const HangupWakes now([&] {
    specs->forget();
    bell.ring();
  });
  context.console.news(fmt::format("Reconciling {} with {}{}.", join_words(names, "and"), specs->words(),
                                   options.once ? "" : ", every " + format_duration(options.every)));
  usecase::ReconcileShared shared{options, context, *specs, bell,
                                  [](const GlobalOptions& global, const usecase::Surroundings& log) {
                                    return std::make_unique<StreamConsole>(global, log);
                                  }};
  shared.ended = [&](const std::string& environment, const usecase::Turn& turn, Duration took,
                     const usecase::Traffic& traffic) { board.note(environment, turn, took, traffic, clock.now()); };
  auto exit = ExitCode::ok;
  std::mutex exit_mutex;
  {
    std::vector<std::jthread> threads;
    threads.reserve(names.size());
    for (const auto& name : names) {
      threads.emplace_back([&shared, &name, &exit, &exit_mutex] {
        const auto ended = usecase::reconcile(name, shared);
        const std::lock_guard lock(exit_mutex);
        exit = worse(exit, ended);
      });
    }
  }
  return exit;
}

} // namespace flowsync::cli
