#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "usecase/apply/applying.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

ExitCode run_command(const DestroyOptions& options, CommandContext& context)
{
  const auto environment = usecase::one_environment(context, "destroy");
  if (!options.confirm.empty() && options.confirm != environment) {
    throw Fatal(fmt::format("--confirm says `{}`, and -e says `{}`", options.confirm, environment), ExitCode::error,
                "name the environment that is to be destroyed twice");
  }
  if (options.confirm.empty() && (context.global.format == "json" || !context.console.can_ask())) {
    throw Fatal("destroy deletes everything that this environment owns, and here nobody can confirm that",
                ExitCode::error, fmt::format("add --confirm {}", environment));
  }
  choose_format(context.global, "destroy");
  auto apply = options.apply;
  apply.prune = true;
  apply.auto_approve = !options.confirm.empty();
  return usecase::Applying(apply, usecase::Applying::What::destruction, context).run();
}

} // namespace flowsync::cli
