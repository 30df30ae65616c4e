#pragma once

#include "desired/load_desired.hpp"
#include "git/checkout.hpp"
#include "usecase/run/context.hpp"

#include <memory>
#include <string>
#include <vector>

namespace flowsync::usecase {

// The variables of the process, as the specs may see them.
overlay::ProcessEnvironment process_environment(const Surroundings& surroundings);

// The project around the working directory as spec::load_project() reads it, or as the commit of the context holds it
// (without a draft, and whole), with the revisions that these environments
// (all of them when none is named) read `base` from.
spec::Project load_project(const CommandContext& context, Diagnostics& diagnostics,
                           const std::vector<std::string>& environments = {}, const spec::ProjectDraft& draft = {},
                           const spec::NamedFlows& named = {});

// The variable that names the environment where no -e does.
inline constexpr auto k_environment_variable = "FLOWSYNC_ENVIRONMENT";
// What it says; nothing when it is not set, or empty.
std::optional<std::string> usual_environment(const Surroundings& around);

// The one that -e names, or else the variable, as far as they name one; "" when not.
std::string named_environment(const CommandContext& context);

// The one environment that -e names, or else the variable. Throws Fatal when none or several are given, naming those
// there are.
std::string one_environment(const CommandContext& context, const std::string& command);

// The specs of one environment, without errors.
struct Workspace
{
  spec::Project project;
  overlay::Rendered rendered;
  Desired desired;
  Diagnostics warnings;
  std::shared_ptr<const git::Checkout> checkout; // around the project's root
  std::string commit;                            // of the specs, or that is checked out there; "" outside git
  bool from_revision = false;                    // the specs are those of that commit, whatever lies in the folder
};

// Loads the project around the working directory, with a draft on top, and what it asks for in `environment`. Throws
// Rejected when anything in it has an error. With `named`, only as much as these flows need: what it holds then is good
// for looking at them, not for a plan, to which the rest would look as if it were gone.
Workspace load_workspace(const CommandContext& context, const std::string& environment,
                         const spec::ProjectDraft& draft = {}, const spec::NamedFlows& named = {});

// Lets the documents of flows and shared resources go, as written and as rendered: they are a good part of the memory
// of a large project, and all that they ask for is in `desired`. The settings of environments stay.
void forget_documents(Workspace& workspace);

// The same as far as `render` needs it: documents that can be merged are there although something else is wrong with
// them, as the diagnostics say then.
struct RenderedWorkspace
{
  spec::Project project;
  overlay::Rendered rendered;
  Diagnostics diagnostics;
};
// Throws Rejected where files cannot be read or merged.
RenderedWorkspace render_workspace(const CommandContext& context, const std::string& environment,
                                   const spec::NamedFlows& named = {});

// Only the settings of the environment: its other documents may have errors. Throws Rejected.
struct Settings
{
  spec::Project project;
  Environment environment;
  NodePtr document; // of the environment, merged
};
Settings load_settings(const CommandContext& context, const std::string& environment);

// Says, where it is so, that the environment reads `base` from a revision, so that what was just written into the
// folder reaches it with its pin.
void tell_of_pin(const spec::Project& project, const std::string& environment, Console& console);

// The place of a setting in an Environment document, such as {"spec", "nexla", "url"}; nowhere when it has none.
Location setting_place(const NodePtr& document, const SourceFiles& files, const std::vector<std::string>& path);

// The folder of the project inside its git work tree or $GITHUB_WORKSPACE: "" or "flows/", for places that tools look
// up from the repository's root.
std::string repository_prefix(const Surroundings& surroundings, const std::filesystem::path& root);

} // namespace flowsync::usecase
