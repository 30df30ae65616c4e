#include "cli/arguments.hpp"

#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "cli/command_flags.hpp"
#include "cli/command_options.hpp"
#include "cli/foreign_words.hpp"
#include "cli/help_texts.hpp"
#include "cli/obeyed_options.hpp"
#include "cli/option_words.hpp"
#include "model/target.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

// The command that was chosen last: `list` of `state list`, otherwise `app` itself.
const CLI::App& innermost(const CLI::App& app)
{
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : innermost(*chosen.front());
}

// "state list"; "" for the program itself.
std::string words_of(const CLI::App& command)
{
  const auto* const parent = command.get_parent();
  if (parent == nullptr) {
    return {};
  }
  const auto before = words_of(*parent);
  return before.empty() ? command.get_name() : before + " " + command.get_name();
}

std::vector<std::string> option_names(const CLI::App& app)
{
  std::vector<std::string> names;
  for (const auto* option : app.get_options()) {
    for (const auto& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
    for (const auto& name : option->get_snames()) {
      names.push_back("-" + name);
    }
  }
  return names;
}

// The commands of a command.
std::vector<std::string> names_below(const CLI::App& command)
{
  std::vector<std::string> names;
  for (const auto* below : command.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(below->get_name());
  }
  return names;
}

// What to say about words that no flag or command took.
Misuse describe_extra(const CLI::App& app, const CLI::App* command, const std::string& word)
{
  const auto where = command != nullptr ? " " + words_of(*command) : std::string();
  const auto help = fmt::format("see `flowsync{} --help`", where);
  if (word.size() > 1 && word[0] == '-') {
    auto names = option_names(app);
    for (const auto& own : command != nullptr ? option_names(*command) : std::vector<std::string>{}) {
      names.push_back(own);
    }
    const auto guess = nearest(word.substr(0, word.find('=')), names);
    return {fmt::format("unknown flag `{}`", word),
            our_flag_for(word).value_or(guess ? fmt::format("did you mean `{}`?", *guess) : help)};
  }
  if (command == nullptr) {
    const auto guess = nearest(word, command_names());
    const auto near = guess ? fmt::format("did you mean `flowsync {}`?", *guess) : "see `flowsync --help`";
    return {fmt::format("unknown command `{}`", word), our_command_for(word).value_or(near)};
  }
  if (const auto names = names_below(*command); !names.empty()) {
    const auto guess = nearest(word, names);
    return {fmt::format("unknown command `{} {}`", words_of(*command), word),
            guess ? fmt::format("did you mean `flowsync {} {}`?", words_of(*command), *guess) : help};
  }
  return {fmt::format("`flowsync{}` takes no more arguments, but was given `{}`", where, word),
          hint_for_extra_word(words_of(*command))};
}

template <typename Value>
Value choose(const std::string& flag, const std::string& word,
             const std::vector<std::pair<std::string, Value>>& choices)
{
  std::vector<std::string> names;
  for (const auto& [name, value] : choices) {
    if (name == word) {
      return value;
    }
    names.push_back(name);
  }
  throw Misuse{fmt::format("`{}` is not a value of {}", word, flag), fmt::format("use {}", join_words(names, "or"))};
}

bool wants_full_refresh(const std::string& word)
{
  return choose<bool>("--refresh", word, {{"auto", false}, {"full", true}});
}

GlobalOptions global_options(const RawOptions& raw)
{
  auto global = raw.global;
  for (const auto& target : raw.excluded) {
    global.targets.push_back(k_exclusion + target);
  }
  if (!raw.shard.empty()) {
    global.targets.push_back(target_of(shard_from(raw.shard)));
  }
  global.color = choose<view::ColorMode>(
      "--color", raw.color,
      {{"auto", view::ColorMode::automatic}, {"always", view::ColorMode::always}, {"never", view::ColorMode::never}});
  return global;
}

PlanOptions plan_options(const RawOptions& raw)
{
  auto plan = raw.plan;
  plan.full_refresh = wants_full_refresh(raw.plan_refresh);
  if (plan.destroy && plan.prune) {
    throw Misuse{"--destroy deletes everything that is owned, pruned or not", "leave out --prune"};
  }
  return plan;
}

// What all commands that write have in common.
ApplyOptions writing_options(ApplyOptions apply, const CLI::App& command, const RawOptions& raw)
{
  constexpr int k_most = 256;
  if (command.count("--parallelism") > 0) {
    if (raw.parallelism < 1 || raw.parallelism > k_most) {
      throw Misuse{fmt::format("--parallelism is a number from 1 to {}", k_most), {}};
    }
    apply.parallelism = raw.parallelism;
  }
  apply.lock_timeout = time_of(raw.lock_timeout);
  return apply;
}

ApplyOptions apply_options(const CLI::App& command, const RawOptions& raw)
{
  auto apply = raw.apply;
  apply.full_refresh = wants_full_refresh(raw.apply_refresh);
  if (command.count("--expect") > 0) {
    apply.expect = expected_digest(apply.expect);
  }
  if (command.count("--wait-flowing") > 0) {
    apply.wait_flowing = time_of(raw.wait_flowing);
  }
  if (!raw.shard.empty() && !apply.plan_file.empty()) {
    throw Misuse{"a saved plan says by itself which part it is of", "leave out --shard"};
  }
  constexpr Duration k_usual_wait = std::chrono::minutes{30}; // all parts begin at once, and take turns
  apply = writing_options(std::move(apply), command, raw);
  if (!raw.shard.empty() && command.count("--lock-timeout") == 0) {
    apply.lock_timeout = k_usual_wait;
  }
  return apply;
}

DestroyOptions destroy_options(const CLI::App& command, const RawOptions& raw)
{
  return {raw.destroy.confirm, writing_options(raw.destroy.apply, command, raw)};
}

DriftOptions drift_options(const RawOptions& raw)
{
  auto drift = raw.drift;
  drift.full_refresh = wants_full_refresh(raw.drift_refresh);
  return drift;
}

StatusOptions status_options(const CLI::App& command, const RawOptions& raw)
{
  constexpr Duration k_least{1'000};
  auto status = raw.status;
  status.every = time_of(raw.status_every);
  if (status.every < k_least) {
    throw Misuse{"--every is 1s at least", {}};
  }
  if (command.count("--max-age") > 0) {
    status.max_age = time_of(raw.status_max_age);
  }
  return status;
}

CommandOptions command_options(const CLI::App& command, const RawOptions& raw)
{
  const auto& name = command.get_name();
  if (name == "init") {
    return init_options(raw);
  }
  if (name == "validate") {
    return ValidateOptions{};
  }
  if (name == "affected") {
    return raw.affected;
  }
  if (name == "comment") {
    return raw.comment;
  }
  if (name == "issue") {
    return raw.issue;
  }
  if (name == "reviewed") {
    return ReviewedOptions{};
  }
  if (name == "render") {
    return raw.render;
  }
  if (name == "plan") {
    return plan_options(raw);
  }
  if (name == "show") {
    return raw.show;
  }
  if (name == "apply") {
    return apply_options(command, raw);
  }
  if (name == "drift") {
    return drift_options(raw);
  }
  if (name == "reconcile") {
    return reconcile_options(raw);
  }
  if (name == "destroy") {
    return destroy_options(command, raw);
  }
  if (name == "export") {
    return export_options(raw);
  }
  if (name == "import") {
    return raw.import;
  }
  if (name == "adopt") {
    return adopt_options(raw);
  }
  if (name == "promote") {
    return promote_options(raw);
  }
  if (name == "compare") {
    return compare_options(raw);
  }
  if (name == "credentials") {
    return raw.credentials;
  }
  if (name == "unmanaged") {
    return UnmanagedOptions{};
  }
  if (name == "status") {
    return status_options(command, raw);
  }
  if (name == "accept") {
    return raw.accept;
  }
  if (name == "run") {
    return raw.run_now;
  }
  if (name == "sim") {
    return sim_options(raw);
  }
  if (name == "schema") {
    return raw.schema;
  }
  if (name == "state") {
    auto state = state_options(innermost(command), raw.state);
    state.lock_timeout = time_of(raw.state.lock_timeout);
    return state;
  }
  if (name == "graph") {
    return raw.graph;
  }
  if (name == "fmt") {
    return fmt_options(raw);
  }
  if (name == "env") {
    return raw.env;
  }
  if (name == "completion") {
    return raw.completion;
  }
  if (name == "doctor") {
    return DoctorOptions{};
  }
  return name == "history" ? CommandOptions(raw.history) : VersionOptions{};
}

// Lets each command's help name what else it obeys.
void add_obeyed(CLI::App& command)
{
  for (auto* const inner : command.get_subcommands({})) {
    const auto obeyed = obeyed_options(words_of(*inner));
    inner->footer((obeyed.empty() ? "" : "\n" + obeyed) + inner->get_footer());
    add_obeyed(*inner);
  }
}

// Everything that a command line may hold, and where its values go.
struct CommandLine
{
  CommandLine()
  {
    app.footer("\n" + std::string(program_footer()));
    app.get_formatter()->column_width(30);
    app.fallthrough()->allow_extras()->require_subcommand(0, 1);
    app.add_flag("--version", version, "Print the version");
    add_global_flags(app, raw);
    add_commands(app, raw);
    add_obeyed(app);
  }

  RawOptions raw;
  bool version = false;
  CLI::App app{std::string(program_summary()), "flowsync"};
};

Invocation interpret(const CLI::App& app, const RawOptions& raw)
{
  const auto chosen = app.get_subcommands();
  const auto* command = chosen.empty() ? nullptr : chosen.front();
  if (const auto extras = app.remaining(true); !extras.empty()) {
    const auto flag = std::find_if(extras.begin(), extras.end(), [](const auto& word) { return word[0] == '-'; });
    throw describe_extra(app, command != nullptr ? &innermost(*command) : nullptr,
                         flag != extras.end() ? *flag : extras.front());
  }
  if (command != nullptr && command->get_subcommands().empty()) {
    if (const auto names = names_below(*command); !names.empty()) {
      throw Misuse{fmt::format("`flowsync {}` needs a command", command->get_name()), join_words(names, "or")};
    }
  }
  return {global_options(raw), command_options(*command, raw)};
}

} // namespace

Result<Invocation, UsageReply> parse_arguments(const std::vector<std::string>& words)
{
  CommandLine line;
  auto& app = line.app;
  auto& raw = line.raw;
  try {
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
    if (line.version) {
      return Invocation{global_options(raw), VersionOptions{}};
    }
    if (app.get_subcommands().empty() && app.remaining().empty()) {
      return UsageReply{true, "no command was given", "see `flowsync --help`"};
    }
    return interpret(app, raw);
  } catch (const CLI::CallForHelp&) {
    const auto& command = innermost(app);
    const auto before = command.get_parent() != nullptr ? words_of(*command.get_parent()) : std::string();
    return UsageReply{
        false,
        command.get_parent() == nullptr ? app.help() : command.help(before.empty() ? "flowsync" : "flowsync " + before),
        {}};
  } catch (const CLI::ParseError& problem) {
    const auto words_so_far = words_of(innermost(app));
    return UsageReply{true, problem.what(),
                      fmt::format("see `flowsync{} --help`", words_so_far.empty() ? "" : " " + words_so_far)};
  } catch (const Misuse& misuse) {
    return UsageReply{true, misuse.text, misuse.hint};
  }
}

CompletionPlace find_completion(const std::vector<std::string>& words)
{
  const CommandLine line;
  return completion_place(line.app, words);
}

} // namespace flowsync::cli
