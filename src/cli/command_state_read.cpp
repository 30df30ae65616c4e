#include "base/printable.hpp"
#include "cli/command_state.hpp"
#include "cli/workspace.hpp"
#include "plan/targets.hpp"
#include "state/folder.hpp"
#include "state/lock.hpp"
#include "state/observed.hpp"
#include "state/store.hpp"
#include "view/json_text.hpp"
#include "view/state_json.hpp"
#include "view/state_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace flowsync::cli {

namespace {

StateData load(const StatePlace& place, Console& console)
{
  auto loaded = state::Store::load(place.folder);
  if (!loaded) {
    fail_with(loaded.error());
  }
  auto data = std::move(loaded).value();
  const auto observed = state::load_observed(place.folder, data.lineage);
  if (!observed.warning.empty()) {
    console.detail(observed.warning);
  }
  state::refresh(data, observed.observations);
  return data;
}

// The labels of each resource, which only the specs know; looked up when a target asks for one.
std::map<Address, std::map<std::string, std::string>>
labels(const std::vector<std::string>& targets, const CommandContext& context, const std::string& environment)
{
  std::map<Address, std::map<std::string, std::string>> found;
  const auto is_label = [](const std::string& target) { return target.find('=') != std::string::npos; };
  if (std::any_of(targets.begin(), targets.end(), is_label)) {
    for (const auto& resource : load_workspace(context, environment).desired.resources) {
      found.emplace(resource.address, resource.labels);
    }
  }
  return found;
}

std::string alive_text(const state::Holder& holder)
{
  switch (state::is_alive(holder)) {
  case state::Alive::yes:
    return "It is running.";
  case state::Alive::no:
    return "No process of that number runs here any more: what it started holds the lock.";
  case state::Alive::unknown:
    break;
  }
  return holder.pid == 0 ? "It does not say who it is." : "It runs on another machine.";
}

nlohmann::ordered_json lock_json(const std::string& environment, const std::optional<state::Holder>& holder)
{
  nlohmann::ordered_json document;
  document["format_version"] = "1.0";
  document["flowsync_version"] = FLOWSYNC_VERSION;
  document["environment"] = environment;
  document["locked"] = holder.has_value();
  if (holder) {
    const auto alive = state::is_alive(*holder);
    document["holder"] = {
        {"pid", holder->pid}, {"user", holder->user}, {"host", holder->host}, {"started_at", holder->started_at}};
    document["holder"]["alive"] = nullptr;
    if (alive != state::Alive::unknown) {
      document["holder"]["alive"] = alive == state::Alive::yes;
    }
  }
  return document;
}

} // namespace

ExitCode list_state(const StateOptions& options, CommandContext& context)
{
  const bool json = choose_format(context.global, "state list") == "json";
  const auto place = find_state(context, "state list");
  const auto state = load(place, context.console);
  auto targets = context.global.targets;
  targets.insert(targets.end(), options.words.begin(), options.words.end());
  const auto labels_of = labels(targets, context, place.environment);
  std::vector<const Record*> shown;
  for (const auto& [address, record] : state.records) {
    const auto own = labels_of.find(address);
    if (plan::is_targeted(targets, address,
                          own != labels_of.end() ? own->second : std::map<std::string, std::string>())) {
      shown.push_back(&record);
    }
  }
  if (!options.words.empty() && shown.empty()) {
    fail_unknown(parse_state_word(options.words.front()), state, place.environment);
  }
  context.console.result(json ? view::json_text(view::state_list_json(state, place.environment, shown))
                              : view::state_list_text(shown, options.wide, context.console.out_paint()));
  if (state.records.empty()) {
    context.console.news(fmt::format("The state of {} is empty.", place.environment));
  }
  return ExitCode::ok;
}

ExitCode show_state(const StateOptions& options, CommandContext& context)
{
  const bool json = choose_format(context.global, "state show") == "json";
  const auto place = find_state(context, "state show");
  const auto state = load(place, context.console);
  const auto& paint = context.console.out_paint();
  if (options.words.empty()) {
    context.console.result(json ? view::json_text(view::state_head_json(state, place.environment))
                                : view::state_head_text(state, place.environment, paint));
    return ExitCode::ok;
  }
  const auto word = parse_state_word(options.words.front());
  const auto record = word.address ? state.records.find(*word.address) : state.records.end();
  if (record == state.records.end()) {
    fail_unknown(word, state, place.environment);
  }
  context.console.result(json ? view::json_text(view::record_json(record->second, state, place.environment))
                              : view::record_text(record->second, state, paint));
  return ExitCode::ok;
}

ExitCode unlock_state(const StateOptions& /*options*/, CommandContext& context)
{
  const bool json = choose_format(context.global, "state unlock") == "json";
  const auto place = find_state(context, "state unlock");
  const auto holder = state::holder_of(state::Folder{place.folder}.lock());
  if (json) {
    context.console.result(view::json_text(lock_json(place.environment, holder)));
  }
  if (!holder) {
    if (!json) {
      context.console.result(
          fmt::format("The state of {} is not locked: there is nothing to unlock.\n", place.environment));
    }
    return ExitCode::ok;
  }
  const auto who = holder->pid == 0
                       ? "another process"
                       : fmt::format("process {} of {} on {}, since {}", holder->pid, printable(holder->user),
                                     printable(holder->host), printable(holder->started_at));
  Diagnostics diagnostics;
  diagnostics.error("locked",
                    fmt::format("the state of {} is locked by {}. {}", place.environment, who, alive_text(*holder)), {},
                    "the lock is the operating system's and ends with the process that holds it, however it ends; so "
                    "it is never left behind, and never taken away. Wait, or end that process");
  context.console.problems(diagnostics);
  return ExitCode::refused;
}

} // namespace flowsync::cli
