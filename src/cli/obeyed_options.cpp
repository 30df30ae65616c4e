#include "cli/obeyed_options.hpp"

#include "cli/formats.hpp"

#include <fmt/format.h>

#include <map>
#include <vector>

namespace flowsync::cli {

namespace {

enum class Obeys
{
  folder,      // -C
  environment, // -e
  targets,     // --target
  asking,      // --no-input
  speaking     // -q, -v
};

const std::map<std::string_view, std::vector<Obeys>>& table()
{
  using enum Obeys;
  static const std::map<std::string_view, std::vector<Obeys>> k_table{
      {"accept", {folder, environment, speaking}},
      {"adopt", {folder, environment, speaking}},
      {"affected", {folder, environment, speaking}},
      {"apply", {folder, environment, targets, asking, speaking}},
      {"comment", {folder, speaking}},
      {"compare", {folder, targets, speaking}},
      {"completion", {}},
      {"credentials", {folder, environment, speaking}},
      {"destroy", {folder, environment, targets, asking, speaking}},
      {"doctor", {folder, environment, speaking}},
      {"drift", {folder, environment, targets, speaking}},
      {"env", {folder, speaking}},
      {"env add", {folder, speaking}},
      {"export", {folder, environment, asking, speaking}},
      {"fmt", {folder, speaking}},
      {"graph", {folder, environment, targets, speaking}},
      {"history", {folder, environment, speaking}},
      {"import", {folder, environment, asking, speaking}},
      {"init", {folder, environment, speaking}},
      {"issue", {folder, speaking}},
      {"plan", {folder, environment, targets, speaking}},
      {"promote", {folder, asking, speaking}},
      {"reconcile", {folder, environment, targets, speaking}},
      {"render", {folder, environment, targets, speaking}},
      {"reviewed", {folder, environment, speaking}},
      {"run", {folder, environment, speaking}},
      {"schema", {}},
      {"show", {folder, speaking}},
      {"sim", {folder, speaking}},
      {"state", {folder, environment, speaking}},
      {"state list", {folder, environment, targets, speaking}},
      {"state migrate", {folder, environment, speaking}},
      {"state mv", {folder, environment, speaking}},
      {"state pull", {folder, environment, speaking}},
      {"state push", {folder, environment, speaking}},
      {"state rebuild", {folder, environment, speaking}},
      {"state rm", {folder, environment, speaking}},
      {"state show", {folder, environment, speaking}},
      {"state unlock", {folder, environment, asking, speaking}},
      {"status", {folder, environment, targets, speaking}},
      {"unmanaged", {folder, environment, speaking}},
      {"validate", {folder, environment, speaking}},
      {"version", {}}};
  return k_table;
}

std::string_view words_for(Obeys flag)
{
  switch (flag) {
  case Obeys::folder:
    return "-C DIR";
  case Obeys::environment:
    return "-e NAME";
  case Obeys::targets:
    return "--target TARGET";
  case Obeys::asking:
    return "--no-input";
  case Obeys::speaking:
    break;
  }
  return "--color WHEN, -q, -v";
}

} // namespace

std::string obeyed_options(std::string_view command)
{
  const auto found = table().find(command);
  std::string text;
  if (found != table().end() && !found->second.empty()) {
    std::vector<std::string_view> words;
    for (const auto flag : found->second) {
      words.push_back(words_for(flag));
    }
    text = fmt::format("Also: {} (see `flowsync --help`)\n", fmt::join(words, ", "));
  }
  const auto& formats = formats_of(command);
  return text + (formats.empty() ? "" : fmt::format("Formats, with --format: {}\n", fmt::join(formats, ", ")));
}

} // namespace flowsync::cli
