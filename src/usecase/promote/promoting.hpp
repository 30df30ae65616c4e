#pragma once

#include "promote/needs.hpp"
#include "spec/project_draft.hpp"
#include "usecase/plan/planning.hpp"
#include "usecase/run/context.hpp"
#include "usecase/run/options.hpp"

#include <string>
#include <vector>

namespace flowsync::usecase {

// Moves the pinned base of an environment: the command with --ref.
ExitCode promote_revision(const PromoteOptions& options, CommandContext& context);

// The file of the target's own settings; "" when the environment has none.
std::string environment_file_of(const promote::DraftedProject& drafted, const std::string& environment);

// Writes the files of a draft, all or none.
void write_draft(const std::filesystem::path& root, const spec::ProjectDraft& draft);

// The plan of an environment whose specs were loaded, as `plan` would make it.
plan::Plan plan_of(const Workspace& workspace, CommandContext& context);

// Prints it and returns what `plan` would.
ExitCode show_plan(const plan::Plan& plan, CommandContext& context);

// What is missing, a line each.
std::vector<std::string> describe(const promote::Needs& needs, const std::string& other);

} // namespace flowsync::usecase
