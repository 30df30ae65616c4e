#include "cli/commands/command_state.hpp"
#include "cli/formats.hpp"
#include "plan/targets.hpp"
#include "usecase/account/state_access.hpp"
#include "usecase/project/workspace.hpp"
#include "view/json_text.hpp"
#include "view/state_json.hpp"
#include "view/state_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace flowsync::cli {

namespace {

// The labels of each resource, which only the specs know; looked up when a target asks for one.
std::map<Address, std::map<std::string, std::string>>
labels(const std::vector<std::string>& targets, const CommandContext& context, const std::string& environment)
{
  std::map<Address, std::map<std::string, std::string>> found;
  const auto is_label = [](const std::string& target) { return target.find('=') != std::string::npos; };
  if (std::any_of(targets.begin(), targets.end(), is_label)) {
    for (const auto& resource : usecase::load_workspace(context, environment).desired.resources) {
      found.emplace(resource.address, resource.labels);
    }
  }
  return found;
}

} // namespace

ExitCode list_state(const StateOptions& options, CommandContext& context)
{
  const bool json = choose_format(context.global, "state list") == "json";
  const auto place = find_state(context, "state list");
  const auto state = usecase::read_state(place.place, context.console);
  auto targets = context.global.targets;
  targets.insert(targets.end(), options.words.begin(), options.words.end());
  const auto labels_of = labels(targets, context, place.environment);
  std::vector<const Record*> shown;
  for (const auto& [address, record] : state.records) {
    const auto own = labels_of.find(address);
    if (is_targeted(targets, address, own != labels_of.end() ? own->second : std::map<std::string, std::string>())) {
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
  const auto state = usecase::read_state(place.place, context.console);
  const auto& paint = context.console.out_paint();
  if (options.words.empty()) {
    context.console.result(json ? view::json_text(view::state_head_json(state, place.environment))
                                : view::state_head_text(state, place.environment, paint));
    return ExitCode::ok;
  }
  const auto word = parse_state_word(options.words.front());
  std::vector<const Record*> shown;
  for (const auto& [address, record] : state.records) {
    if (word.covers(address)) {
      shown.push_back(&record);
    }
  }
  if (shown.empty()) {
    fail_unknown(word, state, place.environment);
  }
  if (json) {
    auto all = nlohmann::ordered_json::array();
    for (const auto* const record : shown) {
      all.push_back(view::record_json(*record, state, place.environment));
    }
    context.console.result(view::json_text(word.address ? all.front() : all)); // a flow is a list of its resources
    return ExitCode::ok;
  }
  std::string text;
  for (const auto* const record : shown) {
    text += (text.empty() ? "" : "\n") + view::record_text(*record, state, paint);
  }
  context.console.result(text);
  return ExitCode::ok;
}

} // namespace flowsync::cli
