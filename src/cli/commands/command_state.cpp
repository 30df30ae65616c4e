#include "cli/commands/command_state.hpp"

#include "base/printable.hpp"
#include "base/rejected.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "overlay/layers.hpp"
#include "usecase/account/state_access.hpp"
#include "usecase/project/workspace.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

ExitCode run_command(const StateOptions& options, CommandContext& context)
{
  using Action = StateOptions::Action;
  switch (options.action) {
  case Action::list:
    return list_state(options, context);
  case Action::show:
    return show_state(options, context);
  case Action::mv:
    return move_in_state(options, context);
  case Action::rm:
    return remove_from_state(options, context);
  case Action::rebuild:
    return rebuild_state(options, context);
  case Action::pull:
    return pull_state(options, context);
  case Action::push:
    return push_state(options, context);
  case Action::migrate:
    return migrate_state(options, context);
  case Action::unlock:
    break;
  }
  return unlock_state(options, context);
}

StatePlace find_state(const CommandContext& context, const std::string& command)
{
  StatePlace found;
  found.environment = usecase::one_environment(context, command);
  const auto root = spec::find_root(usecase::working_directory(context));
  const bool sane = is_name(found.environment, k_longest_environment);
  std::error_code ignored;
  const bool has_specs = sane && std::filesystem::is_directory(root / "environments" / found.environment, ignored);
  if (has_specs) {
    try {
      const auto settings = usecase::load_settings(context, found.environment);
      found.place = usecase::state_place(settings.project, settings.environment, context);
      return found;
    } catch (const Rejected&) {
      context.console.detail("The environment's settings have errors, so what lies on this machine is looked at.");
    }
  }
  found.place.root = root;
  found.place.environment = found.environment;
  if (!sane || (!has_specs && !std::filesystem::is_directory(found.place.folder(), ignored))) {
    Diagnostics unused;
    const auto names = overlay::environment_names(spec::load_project(usecase::working_directory(context), unused));
    const auto near = nearest(found.environment, names);
    throw Fatal(fmt::format("there is no environment {}", printable(found.environment)), ExitCode::error,
                near            ? fmt::format("did you mean `{}`?", *near)
                : names.empty() ? ""
                                : fmt::format("there is {}", join_words(names)));
  }
  return found;
}

void fail_with(const state::Problem& problem)
{
  throw Fatal(problem.text, problem.exit(), problem.hint);
}

StateWord parse_state_word(const std::string& word)
{
  if (auto address = Address::parse(word)) {
    return {std::move(address), {}};
  }
  if (is_name(word, k_longest_flow) && !is_reserved_flow_name(word)) {
    return {std::nullopt, word};
  }
  throw Fatal(fmt::format("`{}` is neither an address nor a flow", printable(word)), ExitCode::error,
              "write it like orders/source, orders/nexset/KEY, orders/sink/KEY or orders");
}

void fail_unknown(const StateWord& word, const StateData& state, const std::string& environment)
{
  std::vector<std::string> known;
  for (const auto& [address, record] : state.records) {
    known.push_back(address.text());
    if (address.kind == ResourceKind::source) {
      known.push_back(address.flow);
    }
  }
  const auto near = nearest(word.text(), known);
  throw Fatal(fmt::format("the state of {} has nothing called {}", environment, word.text()), ExitCode::error,
              near ? fmt::format("did you mean `{}`?", *near)
                   : fmt::format("`flowsync state list -e {}` shows what it has", environment));
}

std::optional<std::set<Address>> named_in_specs(const CommandContext& context, const std::string& environment)
{
  try {
    std::set<Address> named;
    for (const auto& resource : usecase::load_workspace(context, environment).desired.resources) {
      named.insert(resource.address);
    }
    return named;
  } catch (const Rejected&) {
    return std::nullopt;
  }
}

} // namespace flowsync::cli
