#include "cli/completion.hpp"

#include "base/text.hpp"
#include "cli/completion_scripts.hpp"
#include "cli/formats.hpp"

#include <algorithm>
#include <map>

namespace flowsync::cli {

namespace {

using Names = CompletionPlace::Names;

std::string path_of(const CLI::App& command)
{
  const auto* const parent = command.get_parent();
  if (parent == nullptr) {
    return {};
  }
  const auto before = path_of(*parent);
  return before.empty() ? command.get_name() : before + " " + command.get_name();
}

bool takes_value(const CLI::Option& option)
{
  return option.get_items_expected_max() > 0;
}

const CLI::Option* find_flag(const CLI::App& app, const std::string& word)
{
  for (const auto* command = &app; command != nullptr; command = command->get_parent()) {
    for (const auto* option : command->get_options()) {
      if (!option->get_positional() && option->check_name(word)) {
        return option;
      }
    }
  }
  return nullptr;
}

const CLI::App* find_command(const CLI::App& app, const std::string& word)
{
  for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    if (command->get_name() == word) {
      return command;
    }
  }
  return nullptr;
}

// What the value of a flag or the word of a position is, by the name that help gives it.
Names names_of(const std::string& what, const std::string& command)
{
  static const std::map<std::string, Names> k_names{{"DIR", Names::files},         {"FILE", Names::files},
                                                    {"PLANFILE", Names::files},    {"ENV", Names::environments},
                                                    {"LEFT", Names::environments}, {"RIGHT", Names::environments},
                                                    {"TARGET", Names::targets},    {"FLOW", Names::targets},
                                                    {"ADDRESS", Names::targets},   {"KIND", Names::schemas}};
  if ((command == "adopt" || command == "accept") && what == "ADDRESS") {
    return Names::addresses;
  }
  if (command == "promote" && what == "FLOW") {
    return Names::flows;
  }
  if (command == "state mv") {
    return Names::targets;
  }
  const auto found = k_names.find(what);
  return found != k_names.end() ? found->second : Names::fixed;
}

void add_choices(const std::vector<std::string>& choices, CompletionPlace& place)
{
  std::transform(choices.begin(), choices.end(), std::back_inserter(place.candidates), [](const std::string& choice) {
    return CompletionPlace::Candidate{choice, {}};
  });
}

void place_value(const CLI::Option& option, const CLI::App& command, CompletionPlace& place)
{
  const auto type = option.get_type_name();
  if (option.check_name("--format")) {
    add_choices(formats_of(path_of(command)), place);
  } else if (option.check_name("--write")) {
    auto formats = formats_of(path_of(command));
    std::for_each(formats.begin(), formats.end(), [](std::string& format) { format += "="; });
    add_choices(formats, place);
  } else if (option.check_name("--env") || option.check_name("--from") || option.check_name("--to") ||
             option.check_name("--like")) {
    place.names = Names::environments;
  } else if (option.check_name("-C")) {
    place.names = Names::files;
  } else if (type.find('|') != std::string::npos) {
    for (const auto choice : split(type, '|')) {
      place.candidates.push_back({std::string(choice), {}});
    }
  } else {
    place.names = names_of(type, "");
  }
}

void place_flags(const CLI::App& app, CompletionPlace& place)
{
  for (const auto* command = &app; command != nullptr; command = command->get_parent()) {
    for (const auto* option : command->get_options()) {
      if (option->get_positional() || option->get_group().empty()) {
        continue;
      }
      const auto& names = option->get_lnames();
      const auto text = names.empty() ? "-" + option->get_snames().front() : "--" + names.front();
      const bool is_new = std::none_of(place.candidates.begin(), place.candidates.end(),
                                       [&](const auto& candidate) { return candidate.text == text; });
      if (is_new) {
        place.candidates.push_back({text, option->get_description()});
      }
    }
  }
}

void place_word(const CLI::App& app, std::size_t position, CompletionPlace& place)
{
  if (position == 0) {
    for (const auto* command : app.get_subcommands([](const CLI::App*) { return true; })) {
      if (!command->get_group().empty()) {
        place.candidates.push_back({command->get_name(), command->get_description()});
      }
    }
  }
  for (const auto* option : app.get_options()) {
    if (!option->get_positional()) {
      continue;
    }
    // "LEFT RIGHT" is one list with a name for each place.
    const auto name = option->get_name(true);
    const auto words = split(name, ' ');
    const auto most = static_cast<std::size_t>(std::max(1, option->get_items_expected_max()));
    const auto places = words.size() > 1 ? words.size() : most;
    if (position < places && name == "SHELL") {
      add_choices(completion_shells(), place);
      return;
    }
    if (position < places) {
      place.names = names_of(std::string(words[std::min(position, words.size() - 1)]), path_of(app));
      return;
    }
    position -= places;
  }
}

} // namespace

CompletionPlace completion_place(const CLI::App& app, const std::vector<std::string>& words)
{
  CompletionPlace place;
  const auto* command = &app;
  const CLI::Option* open = nullptr; // a flag that still needs its value
  std::size_t position = 0;
  bool flags_end = false;
  const auto count = words.empty() ? 0 : words.size() - 1;
  for (std::size_t i = 0; i < count; ++i) {
    const auto& word = words[i];
    if (open != nullptr) {
      place.directory = open->check_name("-C") ? std::filesystem::path(word) : place.directory;
      open = nullptr;
    } else if (word == "--" && !flags_end) {
      flags_end = true;
    } else if (word.size() > 1 && word[0] == '-' && !flags_end) {
      const auto* const flag = find_flag(*command, word);
      open = flag != nullptr && takes_value(*flag) ? flag : nullptr;
    } else if (const auto* const next = position == 0 ? find_command(*command, word) : nullptr; next != nullptr) {
      command = next;
    } else {
      ++position;
    }
  }
  place.word = words.empty() ? "" : words.back();
  const auto equals = place.word.find('=');
  if (open != nullptr) {
    place_value(*open, *command, place);
  } else if (place.word.starts_with("--") && equals != std::string::npos && !flags_end) {
    if (const auto* const flag = find_flag(*command, place.word.substr(0, equals))) {
      place.kept = place.word.substr(0, equals + 1);
      place.word.erase(0, equals + 1);
      place_value(*flag, *command, place);
    }
  } else if (place.word.starts_with('-') && !flags_end) {
    place_flags(*command, place);
  } else {
    place_word(*command, position, place);
  }
  return place;
}

} // namespace flowsync::cli
