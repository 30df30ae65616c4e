#include "cli/exact_output.hpp"

namespace flowsync::cli {

void print_exactly(const CommandContext& context, const std::string& text)
{
  const auto& around = context.around;
  const bool runner_reads = around.in_ci_job() && !around.out_is_file;
  context.console.with_commands(text, runner_reads ? LogCommands::broken : LogCommands::exactly,
                                usecase::Console::Stream::out);
}

} // namespace flowsync::cli
