#include "base/excerpt.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "model/address.hpp"
#include "usecase/project/file_set.hpp"
#include "usecase/project/new_environment.hpp"
#include "usecase/project/withheld_check.hpp"
#include "usecase/project/workspace.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

// What the other environment says beside its settings, which nothing of is copied.
std::vector<std::string> overlays_of(const spec::Project& project, const std::string& environment)
{
  std::vector<std::string> names;
  for (const auto& document : project.layers.at(environment).documents) {
    names.push_back(document.name);
  }
  return names;
}

} // namespace

ExitCode run_command(const EnvOptions& options, CommandContext& context)
{
  choose_format(context.global, "env add");
  if (!is_name(options.name, k_longest_environment) || options.name == "base") {
    throw Fatal(
        fmt::format("`{}` cannot be the name of an environment", excerpt(options.name)), ExitCode::error,
        fmt::format("use lower-case letters, digits and hyphens, at most {} characters", k_longest_environment));
  }
  Diagnostics problems; // of other files do not matter here
  const auto project = spec::load_project(usecase::working_directory(context), problems);
  const auto other = project.layers.find(options.like);
  if (other == project.layers.end() || !other->second.environment) {
    std::vector<std::string> names;
    for (const auto& [name, layer] : project.layers) {
      if (layer.environment) {
        names.push_back(name);
      }
    }
    throw Fatal(fmt::format("there is no environment `{}`", excerpt(options.like)), ExitCode::error,
                names.empty() ? "" : fmt::format("there is {}", join_words(names)));
  }
  const auto made = usecase::environment_like(project, options.like, options.name);
  const auto path = fmt::format("environments/{}/environment.yaml", options.name);
  usecase::refuse_withheld(path, made.text, std::nullopt);
  usecase::write_files(project.root, {{path, made.text}});
  std::string text = fmt::format("Wrote {}\n", path);
  for (const auto& sentence : made.to_do) {
    text += "  " + sentence + "\n";
  }
  if (const auto overlays = overlays_of(project, options.like); !overlays.empty()) {
    text += fmt::format("  {} of {} not taken over: {}\n",
                        overlays.size() == 1 ? "the document" : fmt::format("the {} documents", overlays.size()),
                        options.like + (overlays.size() == 1 ? " is" : " are"), join_words(overlays));
  }
  context.console.result(text + fmt::format("`flowsync validate -e {}` says what is still missing.\n", options.name));
  return ExitCode::ok;
}

} // namespace flowsync::cli
