#include "cli/commands.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

ExitCode run_command(const UnsupportedOptions& options, CommandContext& /*context*/)
{
  throw Fatal(fmt::format("`flowsync {}` is not supported yet", options.command), ExitCode::error,
              "see `flowsync --help` for what there is");
}

} // namespace flowsync::cli
