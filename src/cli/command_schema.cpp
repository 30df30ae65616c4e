#include "base/text.hpp"
#include "cli/commands.hpp"
#include "schema/schema_texts.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

ExitCode run_command(const SchemaOptions& options, CommandContext& context)
{
  std::vector<std::string> kinds;
  for (const auto& schema : schema::schema_texts()) {
    if (lower(options.kind) == schema.name) {
      context.console.result(schema.text);
      return ExitCode::ok;
    }
    kinds.push_back(schema.name);
  }
  if (options.kind.empty()) {
    for (const auto& kind : kinds) {
      context.console.result(kind + "\n");
    }
    return ExitCode::ok;
  }
  const auto guess = nearest(options.kind, kinds);
  throw Fatal(fmt::format("there is no schema `{}`", options.kind), ExitCode::error,
              guess ? fmt::format("did you mean `{}`?", *guess) : fmt::format("there is {}", join_words(kinds)));
}

} // namespace flowsync::cli
