#pragma once

#include "base/exit_code.hpp"
#include "cli/options.hpp"
#include "usecase/run/context.hpp"

namespace flowsync::cli {

using usecase::CommandContext;

// One function for each command. They return the exit code and throw Fatal for what they cannot go on from.
ExitCode run_command(const InitOptions& options, CommandContext& context);
ExitCode run_command(const ValidateOptions& options, CommandContext& context);
ExitCode run_command(const AffectedOptions& options, CommandContext& context);
ExitCode run_command(const CommentOptions& options, CommandContext& context);
ExitCode run_command(const IssueOptions& options, CommandContext& context);
ExitCode run_command(const ReviewedOptions& options, CommandContext& context);
ExitCode run_command(const RenderOptions& options, CommandContext& context);
ExitCode run_command(const PlanOptions& options, CommandContext& context);
ExitCode run_command(const ShowOptions& options, CommandContext& context);
ExitCode run_command(const ApplyOptions& options, CommandContext& context);
ExitCode run_command(const DestroyOptions& options, CommandContext& context);
ExitCode run_command(const DriftOptions& options, CommandContext& context);
ExitCode run_command(const ReconcileOptions& options, CommandContext& context);
ExitCode run_command(const ExportOptions& options, CommandContext& context);
ExitCode run_command(const ImportOptions& options, CommandContext& context);
ExitCode run_command(const AdoptOptions& options, CommandContext& context);
ExitCode run_command(const PromoteOptions& options, CommandContext& context);
ExitCode run_command(const CredentialsOptions& options, CommandContext& context);
ExitCode run_command(const UnmanagedOptions& options, CommandContext& context);
ExitCode run_command(const StatusOptions& options, CommandContext& context);
ExitCode run_command(const AcceptOptions& options, CommandContext& context);
ExitCode run_command(const RunNowOptions& options, CommandContext& context);
ExitCode run_command(const CompareOptions& options, CommandContext& context);
ExitCode run_command(const SimOptions& options, CommandContext& context);
ExitCode run_command(const SchemaOptions& options, CommandContext& context);
ExitCode run_command(const StateOptions& options, CommandContext& context);
ExitCode run_command(const HistoryOptions& options, CommandContext& context);
ExitCode run_command(const GraphOptions& options, CommandContext& context);
ExitCode run_command(const FmtOptions& options, CommandContext& context);
ExitCode run_command(const EnvOptions& options, CommandContext& context);
ExitCode run_command(const CompletionOptions& options, CommandContext& context);
ExitCode run_command(const DoctorOptions& options, CommandContext& context);
ExitCode run_command(const VersionOptions& options, CommandContext& context);

// What `__complete` answers to a shell: the candidates for the last word, one a line, each with a description behind a
// tab; or `:files` where the shell knows better. Contacts nobody and writes nothing.
std::string complete(const std::vector<std::string>& words, const std::filesystem::path& here);

} // namespace flowsync::cli
