#include "cli/applying.hpp"
#include "cli/commands.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

ExitCode run_command(const DestroyOptions& options, CommandContext& context)
{
  const auto environment = one_environment(context, "destroy");
  if (!options.confirm.empty() && options.confirm != environment) {
    throw Fatal(fmt::format("--confirm says `{}`, and -e says `{}`", options.confirm, environment), ExitCode::error,
                "name the environment that is to be destroyed twice");
  }
  if (options.confirm.empty() && (context.global.format == "json" || !context.console.can_ask())) {
    throw Fatal("destroy deletes everything that this environment owns, and here nobody can confirm that",
                ExitCode::error, fmt::format("add --confirm {}", environment));
  }
  auto apply = options.apply;
  apply.prune = true;
  apply.auto_approve = !options.confirm.empty();
  return Applying(apply, Applying::What::destruction, context).run();
}

} // namespace flowsync::cli
