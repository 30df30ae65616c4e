#include "usecase/promote/promoting.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "spec/yaml_writer.hpp"
#include "usecase/plan/git_guard.hpp"
#include "usecase/plan/plan_output.hpp"
#include "usecase/project/file_set.hpp"
#include "view/plan_text.hpp"
#include "view/told_problems.hpp"

#include <fmt/format.h>

namespace flowsync::usecase {

std::string environment_file_of(const promote::DraftedProject& drafted, const std::string& environment)
{
  const auto layer = drafted.project.layers.find(environment);
  const bool written = layer != drafted.project.layers.end() && layer->second.environment;
  return written ? drafted.project.files->path(layer->second.environment->root->at.file) : std::string();
}

void write_draft(const std::filesystem::path& root, const spec::ProjectDraft& draft)
{
  std::vector<ProjectFile> files;
  for (const auto& [path, text] : draft) {
    std::error_code ignored;
    const bool is_new =
        std::filesystem::symlink_status(root / path, ignored).type() == std::filesystem::file_type::not_found;
    files.push_back({path, text.value_or(""), is_new, !text});
  }
  write_files(root, files);
}

plan::Plan plan_of(const Workspace& workspace, CommandContext& context)
{
  const auto state = load_state(workspace, context);
  const auto service = open_service(workspace, context);
  auto planned = make_plan(workspace, service->api(), state, resolve_secrets(workspace, context, false),
                           {.beside = places_beside(workspace, context)}, context);
  planned.plan.diagnostics.append(git_warnings(git_standing(workspace, state)));
  return std::move(planned.plan);
}

ExitCode show_plan(const plan::Plan& plan, CommandContext& context)
{
  context.console.problems(view::untold_problems(plan));
  context.console.result(view::plan_text(plan, plan_text_options(context)));
  return exit_of(plan);
}

std::vector<std::string> describe(const promote::Needs& needs, const std::string& other)
{
  std::vector<std::string> lines;
  for (const auto& flow : needs.flows) {
    lines.push_back(fmt::format("the flow {}: promote it first", flow));
  }
  for (const auto& needed : needs.credentials) {
    auto line = fmt::format("a credential for the alias {}", needed.alias);
    if (!needed.types.empty()) {
      line += fmt::format(" ({})", join_words({needed.types.begin(), needed.types.end()}));
    }
    lines.push_back(
        needed.elsewhere.empty() ? line : fmt::format("{}; in {} it is {}", line, other, printable(needed.elsewhere)));
  }
  for (const auto& needed : needs.variables) {
    lines.push_back(needed.elsewhere == nullptr ? fmt::format("the variable {}", needed.name)
                                                : fmt::format("the variable {}; in {} it is {}", needed.name, other,
                                                              printable(spec::write_yaml_line(*needed.elsewhere))));
  }
  for (const auto& needed : needs.secrets) {
    lines.push_back(fmt::format("the secret {}", needed.name));
  }
  return lines;
}

} // namespace flowsync::usecase
