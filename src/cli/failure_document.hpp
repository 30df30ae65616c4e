#pragma once

#include "cli/options.hpp"
#include "usecase/run/failure.hpp"

#include <nlohmann/json.hpp>

namespace flowsync::cli {

// The document on the standard output of a command that ended before it had a result: of the kind that the command
// prints when all goes well where that is a plan, what an apply did, or a validation; else {"format_version",
// "flowsync_version", "complete": false, "exit_code", "diagnostics"}.
nlohmann::ordered_json failure_document(const CommandOptions& command, const usecase::Failure& failure,
                                        const usecase::CommandContext& context);

// The one of the last kind, of a command line that cannot be read as well.
nlohmann::ordered_json failure_document(const usecase::Failure& failure);

} // namespace flowsync::cli
