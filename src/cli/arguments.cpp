#include "cli/arguments.hpp"

#include "base/text.hpp"
#include "cli/command_flags.hpp"
#include "cli/command_rows.hpp"
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

GlobalOptions global_options(const RawOptions& raw)
{
  auto global = raw.global;
  for (const auto& target : raw.excluded) {
    global.targets.push_back(k_exclusion + target);
  }
  if (!raw.shard.empty()) {
    global.targets.push_back(target_of(shard_from(raw.shard)));
  }
  global.color = chosen_value<view::ColorMode>(
      "--color", raw.color,
      {{"auto", view::ColorMode::automatic}, {"always", view::ColorMode::always}, {"never", view::ColorMode::never}});
  return global;
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
  return {global_options(raw), command_row(command->get_name()).options(*command, raw)};
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
