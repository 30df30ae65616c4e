#include "base/text.hpp"
#include "base/version.hpp"
#include "cli/commands.hpp"
#include "cli/workspace.hpp"
#include "overlay/layers.hpp"
#include "view/diagnostics_github.hpp"
#include "view/diagnostics_json.hpp"
#include "view/diagnostics_sarif.hpp"
#include "view/diagnostics_text.hpp"
#include "view/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

std::size_t count(const Diagnostics& diagnostics, Severity severity)
{
  const auto& items = diagnostics.items();
  return static_cast<std::size_t>(
      std::count_if(items.begin(), items.end(), [&](const auto& item) { return item.severity == severity; }));
}

std::string as_json(const Diagnostics& diagnostics, const std::vector<std::string>& environments)
{
  nlohmann::ordered_json document;
  document["format_version"] = "1.0";
  document["flowsync_version"] = program_version();
  document["valid"] = !diagnostics.has_errors();
  document["environments"] = environments;
  document["error_count"] = count(diagnostics, Severity::error);
  document["warning_count"] = count(diagnostics, Severity::warning);
  document["diagnostics"] = view::diagnostics_json(diagnostics);
  return view::json_text(document);
}

std::string as_text(const Diagnostics& diagnostics, const std::vector<std::string>& environments,
                    const view::Paint& paint)
{
  auto text = view::diagnostics_text(diagnostics, paint);
  text += text.empty() ? "" : "\n";
  const auto names = join_words(environments);
  if (diagnostics.has_errors()) { // not each of the environments need have some
    return text + fmt::format("{}: {}{}.\n", paint.bold_red("Not valid"), view::count_problems(diagnostics),
                              names.empty() ? "" : fmt::format("; looked at {}", names));
  }
  return text + fmt::format("{}: {}{}.\n", paint.green("Valid"), view::count_problems(diagnostics),
                            names.empty() ? "" : fmt::format(" in {}", names));
}

} // namespace

ExitCode run_command(const ValidateOptions& /*options*/, CommandContext& context)
{
  const auto format = choose_format(context.global, "validate");
  Diagnostics diagnostics;
  const auto project = load_project(context, diagnostics, context.global.environments);
  auto environments = context.global.environments;
  if (environments.empty()) {
    environments = overlay::environment_names(project);
  }
  diagnostics.append(desired::validate_environments(project, environments, process_environment(context.around)));
  diagnostics.sort();
  if (format == "json") {
    context.console.result(as_json(diagnostics, environments));
  } else if (format == "sarif") {
    context.console.result(view::diagnostics_sarif(diagnostics, repository_prefix(context.around, project.root)));
  } else if (format == "github") {
    context.console.result(view::diagnostics_github(diagnostics, repository_prefix(context.around, project.root)));
  } else {
    context.console.result(as_text(diagnostics, environments, context.console.out_paint()));
  }
  return diagnostics.exit_code();
}

} // namespace flowsync::cli
