#include "cli/commands.hpp"
#include "view/json_text.hpp"

namespace flowsync::cli {

ExitCode run_command(const VersionOptions& /*options*/, CommandContext& context)
{
  if (choose_format(context.global, "version") == "json") {
    nlohmann::ordered_json document;
    document["flowsync_version"] = FLOWSYNC_VERSION;
    context.console.result(view::json_text(document));
  } else {
    context.console.result("flowsync " FLOWSYNC_VERSION "\n");
  }
  return ExitCode::ok;
}

} // namespace flowsync::cli
