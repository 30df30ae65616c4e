#pragma once

#include "cli/command_flags.hpp"

namespace flowsync::cli {

// What a command asks for, of the values that its flags left. Each throws Misuse for what contradicts itself or is
// missing.
PlanOptions plan_options(const RawOptions& raw);
ApplyOptions apply_options(const CLI::App& command, const RawOptions& raw);
DestroyOptions destroy_options(const CLI::App& command, const RawOptions& raw);
DriftOptions drift_options(const RawOptions& raw);
StatusOptions status_options(const CLI::App& command, const RawOptions& raw);
ExportOptions export_options(const RawOptions& raw);
AdoptOptions adopt_options(const RawOptions& raw);
PromoteOptions promote_options(const RawOptions& raw);
CompareOptions compare_options(const RawOptions& raw);
InitOptions init_options(const RawOptions& raw);
FmtOptions fmt_options(const RawOptions& raw);
SimOptions sim_options(const RawOptions& raw);
ReconcileOptions reconcile_options(const RawOptions& raw);

} // namespace flowsync::cli
