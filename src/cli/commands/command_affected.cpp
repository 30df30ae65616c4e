#include "base/printable.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "git/revision.hpp"
#include "overlay/layers.hpp"
#include "overlay/pinned_base.hpp"
#include "spec/project_revision.hpp"
#include "usecase/project/withheld_check.hpp"
#include "usecase/project/workspace.hpp"
#include "view/json_text.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

namespace {

// The specs of one side.
struct Side
{
  spec::Project project;
  bool valid = true; // as far as reading its files goes
};

Side side_of_revision(const std::filesystem::path& root, const std::string& name)
{
  auto revision = git::Revision::open(root, name);
  if (!revision) {
    const auto& problem = revision.error();
    throw Fatal(fmt::format("the revision `{}` cannot be read: {}", printable(name), printable(problem.reason)),
                ExitCode::error,
                problem.shallow_clone ? "fetch the whole history (git fetch --unshallow, or fetch-depth: 0 in CI)"
                                      : "name a branch, a tag or a commit that is in this clone");
  }
  Diagnostics problems;
  Side side;
  side.project = spec::load_project_revision(root, std::move(revision).value(), name, problems);
  side.valid = !problems.has_errors();
  return side;
}

Side side_of_folder(const CommandContext& context)
{
  Diagnostics problems;
  Side side;
  side.project = spec::load_project(usecase::working_directory(context), problems);
  side.valid = !problems.has_errors();
  return side;
}

// A digest of everything that the environment asks for; nothing when that is not valid.
std::optional<std::string> digest_of(Side& side, const std::string& environment, const CommandContext& context)
{
  Diagnostics problems;
  overlay::load_pinned_bases(side.project, {environment}, problems);
  const auto loaded = desired::load_desired(side.project, environment, process_environment(context.around));
  if (!side.valid || problems.has_errors() || !loaded.desired) {
    return std::nullopt;
  }
  return loaded.desired->digest;
}

} // namespace

ExitCode run_command(const AffectedOptions& options, CommandContext& context)
{
  const auto format = choose_format(context.global, "affected");
  const auto root = spec::find_root(usecase::working_directory(context));
  auto base = side_of_revision(root, options.base);
  auto head = options.head.empty() ? side_of_folder(context) : side_of_revision(root, options.head);
  usecase::withhold_secrets(head.project, context.around);
  usecase::withhold_secrets(base.project, context.around);
  auto names = nlohmann::ordered_json::array();
  std::string lines;
  for (const auto& name : overlay::environment_names(head.project)) {
    const auto now = digest_of(head, name, context);
    if (!now || now != digest_of(base, name, context)) {
      names.push_back(name);
      lines += name + "\n";
    }
  }
  context.console.result(format == "json" ? view::json_text(nlohmann::ordered_json{{"environment", names}}) : lines);
  return ExitCode::ok;
}

} // namespace flowsync::cli
