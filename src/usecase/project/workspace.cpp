#include "usecase/project/workspace.hpp"

#include "base/own_file.hpp"
#include "base/printable.hpp"
#include "base/rejected.hpp"
#include "base/signals.hpp"
#include "base/text.hpp"
#include "git/commit.hpp"
#include "git/kept_files.hpp"
#include "git/revision.hpp"
#include "overlay/layers.hpp"
#include "overlay/pinned_base.hpp"
#include "overlay/settings.hpp"
#include "spec/project_revision.hpp"
#include "usecase/project/shield.hpp"
#include "usecase/project/withheld_check.hpp"

#include <fmt/format.h>

#include <set>

namespace flowsync::usecase {

namespace {

namespace fs = std::filesystem;

void reject_errors(Diagnostics& diagnostics)
{
  diagnostics.sort();
  if (diagnostics.has_errors()) {
    throw Rejected(std::move(diagnostics));
  }
}

// What an environment asks for. With --target, flows that only others need may be broken: they are left aside, and so
// are their problems, which `validate` shows.
desired::LoadedDesired load_for_targets(const CommandContext& context, const std::string& environment,
                                        spec::Project& project, Diagnostics& diagnostics)
{
  constexpr int k_most_rounds = 3; // a flow may lean on one that is left aside
  const auto process = process_environment(context.around);
  auto loaded = desired::load_desired(project, environment, process);
  if (context.global.targets.empty()) {
    return loaded;
  }
  auto reduced = project;
  std::set<std::string> aside;
  auto problems = diagnostics;
  problems.append(loaded.diagnostics);
  for (int round = 0; round < k_most_rounds && problems.has_errors(); ++round) {
    const auto flows = flows_to_leave_aside(reduced, problems, context.global.targets);
    if (!flows) {
      return loaded;
    }
    leave_aside(*flows, reduced);
    aside.insert(flows->begin(), flows->end());
    auto again = desired::load_desired(reduced, environment, process);
    problems = again.diagnostics;
    if (!problems.has_errors()) {
      Diagnostics told;
      for (const auto& item : diagnostics.items()) {
        if (item.severity != Severity::error) {
          told.add(item);
        }
      }
      const auto whose = aside.empty() ? std::string("Files") : count_of(aside.size(), "flow");
      told.warning("flows-left-aside",
                   fmt::format("{} with errors left aside, because no target needs {}{}", whose,
                               aside.size() == 1 ? "it" : "them",
                               aside.empty() ? "" : ": " + join_words({aside.begin(), aside.end()})),
                   {}, "`flowsync validate` shows what is wrong");
      diagnostics = std::move(told);
      project = std::move(reduced);
      return again;
    }
  }
  return loaded;
}

// Everything that was read before an error showed goes along with it.
[[noreturn]] void reject(Diagnostics diagnostics)
{
  diagnostics.sort();
  throw Rejected(std::move(diagnostics));
}

// What lies in the folder of our own must come from us: a state or a cache that a commit brought along would be
// believed.
void refuse_tracked_files(const fs::path& root)
{
  std::error_code ignored;
  if (fs::symlink_status(root / k_own_folder, ignored).type() == fs::file_type::not_found) {
    return;
  }
  const auto tracked = git::tracked_files(root, {k_own_folder});
  if (tracked && *tracked && !(*tracked)->empty()) {
    throw Fatal(fmt::format("git tracks {}: what lies in {}/ is flowsync's own and may not come with a commit",
                            printable(*(*tracked)->begin()), k_own_folder),
                ExitCode::error,
                fmt::format("run `git rm -r --cached {0}`, and add `{0}/` to .gitignore", k_own_folder));
  }
}

spec::Project load_revision(const CommandContext& context, Diagnostics& diagnostics,
                            const std::vector<std::string>& environments)
{
  constexpr std::size_t k_short = 12;
  const auto root = spec::find_root(working_directory(context));
  auto revision = git::Revision::open(root, context.revision);
  if (!revision) {
    throw Fatal(fmt::format("the commit {} cannot be read: {}", context.revision, printable(revision.error().reason)));
  }
  return spec::load_project_revision(root, std::move(revision).value(), context.revision.substr(0, k_short),
                                     diagnostics, environments);
}

} // namespace

overlay::ProcessEnvironment process_environment(const Surroundings& surroundings)
{
  std::map<std::string, std::string, std::less<>> values(surroundings.environment.begin(),
                                                         surroundings.environment.end());
  return overlay::ProcessEnvironment(std::move(values), surroundings.clock.now());
}

spec::Project load_project(const CommandContext& context, Diagnostics& diagnostics,
                           const std::vector<std::string>& environments, const spec::ProjectDraft& draft,
                           const spec::NamedFlows& named)
{
  const EndsAtOnce computing;
  const auto cached = context.global.no_cache ? spec::Cached::no : spec::Cached::yes;
  auto project = context.revision.empty()
                     ? spec::load_project(working_directory(context), diagnostics, environments, draft, named, cached)
                     : load_revision(context, diagnostics, environments);
  refuse_tracked_files(project.root);
  overlay::load_pinned_bases(project, environments, diagnostics);
  withhold_secrets(project, context.around);
  return project;
}

std::optional<std::string> usual_environment(const Surroundings& around)
{
  auto name = around.variable(k_environment_variable);
  return name && !name->empty() ? name : std::nullopt;
}

std::string named_environment(const CommandContext& context)
{
  const auto& given = context.global.environments;
  if (!given.empty()) {
    return given.size() == 1 ? given.front() : std::string();
  }
  return usual_environment(context.around).value_or("");
}

std::string one_environment(const CommandContext& context, const std::string& command)
{
  const auto& given = context.global.environments;
  if (given.size() == 1) {
    return given.front();
  }
  if (given.size() > 1) {
    throw Fatal(
        fmt::format("`flowsync {}` works on one environment, but -e was given {} times", command, given.size()));
  }
  if (auto usual = usual_environment(context.around)) {
    context.console.detail(fmt::format("Environment {}, as {} says", printable(*usual), k_environment_variable));
    return *usual;
  }
  Diagnostics unused;
  const auto names = overlay::environment_names(spec::load_project(working_directory(context), unused));
  throw Fatal(fmt::format("`flowsync {}` needs an environment", command), ExitCode::error,
              names.empty()
                  ? "add -e NAME"
                  : fmt::format("add -e NAME, or set {}; there is {}", k_environment_variable, join_words(names)));
}

Workspace load_workspace(const CommandContext& context, const std::string& environment, const spec::ProjectDraft& draft,
                         const spec::NamedFlows& named)
{
  const EndsAtOnce computing;
  Workspace result;
  Diagnostics diagnostics;
  result.project = load_project(context, diagnostics, {environment}, draft, named);
  auto loaded = load_for_targets(context, environment, result.project, diagnostics);
  diagnostics.append(std::move(loaded.diagnostics));
  reject_errors(diagnostics);
  if (!loaded.rendered || !loaded.desired) {
    reject(std::move(diagnostics));
  }
  result.rendered = std::move(*loaded.rendered);
  result.desired = std::move(*loaded.desired);
  result.warnings = std::move(diagnostics);
  result.checkout = std::make_shared<git::Checkout>(result.project.root);
  result.from_revision = !context.revision.empty();
  result.commit = result.from_revision ? context.revision : git::checked_out_commit(result.project.root);
  auto leaks = check_withheld(result.desired);
  reject_errors(leaks);
  return result;
}

void forget_documents(Workspace& workspace)
{
  workspace.rendered.flows = {};
  workspace.rendered.shared = {};
  for (auto* const layers : {&workspace.project.layers, &workspace.project.revisions}) {
    for (auto& layer : *layers) {
      layer.second.documents = {};
    }
  }
}

RenderedWorkspace render_workspace(const CommandContext& context, const std::string& environment,
                                   const spec::NamedFlows& named)
{
  const EndsAtOnce computing;
  RenderedWorkspace result;
  Diagnostics diagnostics;
  result.project = load_project(context, diagnostics, {environment}, {}, named);
  auto loaded = load_for_targets(context, environment, result.project, diagnostics);
  const bool merged = loaded.rendered && !diagnostics.has_errors() && !loaded.rendered->diagnostics.has_errors();
  diagnostics.append(std::move(loaded.diagnostics));
  if (!merged) {
    reject(std::move(diagnostics));
  }
  diagnostics.sort();
  result.rendered = std::move(*loaded.rendered);
  result.diagnostics = std::move(diagnostics);
  return result;
}

Settings load_settings(const CommandContext& context, const std::string& environment)
{
  const EndsAtOnce computing;
  Settings result;
  Diagnostics diagnostics;
  result.project = load_project(context, diagnostics, {environment});
  Diagnostics own; // problems of flows do not matter here
  const auto layers = overlay::layers_of(result.project, environment, own);
  if (layers.empty()) {
    own.append(std::move(diagnostics)); // why a pinned base cannot be read is among these
    reject(std::move(own));
  }
  auto loaded = overlay::load_environment(result.project, layers, process_environment(context.around), own);
  reject_errors(own);
  result.environment = std::move(loaded.environment);
  result.document = std::move(loaded.document);
  return result;
}

void tell_of_pin(const spec::Project& project, const std::string& environment, Console& console)
{
  if (const auto pin = project.pins.find(environment); pin != project.pins.end()) {
    console.news(
        fmt::format("{} reads base from {}: what was written into environments/base reaches it when its pin moves "
                    "(flowsync promote --ref).",
                    environment, printable(pin->second.ref)));
  }
}

Location setting_place(const NodePtr& document, const SourceFiles& files, const std::vector<std::string>& path)
{
  const Node* node = document.get();
  for (const auto& key : path) {
    node = node != nullptr ? node->get(key) : nullptr;
  }
  return node != nullptr ? files.locate(node->at, node->text()) : Location{};
}

std::string repository_prefix(const Surroundings& surroundings, const fs::path& root)
{
  fs::path top;
  if (const auto workspace = surroundings.variable("GITHUB_WORKSPACE"); workspace && !workspace->empty()) {
    top = fs::weakly_canonical(*workspace);
  }
  for (auto folder = root; top.empty(); folder = folder.parent_path()) {
    std::error_code ignored;
    if (fs::exists(folder / ".git", ignored)) {
      top = folder;
    } else if (folder == folder.parent_path()) {
      return {};
    }
  }
  const auto relative = root.lexically_relative(top).generic_string();
  return relative.empty() || relative == "." || relative.starts_with("..") ? "" : relative + "/";
}

} // namespace flowsync::usecase
