#pragma once

#include "cli/command_flags.hpp"

namespace flowsync::cli {

// What a command asks for, of the values that its flags left. Each throws Misuse for what contradicts itself or is
// missing.
ExportOptions export_options(const RawOptions& raw);
AdoptOptions adopt_options(const RawOptions& raw);
PromoteOptions promote_options(const RawOptions& raw);
CompareOptions compare_options(const RawOptions& raw);
InitOptions init_options(const RawOptions& raw);
FmtOptions fmt_options(const RawOptions& raw);
SimOptions sim_options(const RawOptions& raw);
ReconcileOptions reconcile_options(const RawOptions& raw);

} // namespace flowsync::cli
