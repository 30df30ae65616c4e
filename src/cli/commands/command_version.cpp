#include "base/version.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "view/json_text.hpp"

namespace flowsync::cli {

ExitCode run_command(const VersionOptions& /*options*/, CommandContext& context)
{
  if (choose_format(context.global, "version") == "json") {
    nlohmann::ordered_json document;
    document["flowsync_version"] = program_version();
    context.console.result(view::json_text(document));
  } else {
    context.console.result("flowsync " + program_version() + "\n");
  }
  return ExitCode::ok;
}

} // namespace flowsync::cli
