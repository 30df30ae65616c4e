#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/formats.hpp"
#include "model/kinds.hpp"
#include "schema/schema_texts.hpp"
#include "view/spec_reference.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

namespace {

// The kinds that people write, in the order in which they meet them.
void print_reference(const std::string& wanted, usecase::Console& console)
{
  console.result(
      "# The keys of every kind of document\n\n"
      "`flowsync schema --format markdown` prints this page from the JSON Schemas in `schemas/`, with which editors\n"
      "complete and check specs. In values, `${var.X}`, `${env.X}`, `${secret.X}` and `${ref.ADDRESS.id}` are\n"
      "replaced; `null` removes what an earlier layer said. `${env.X}` reads variables called `FLOWSYNC_VAR_…` and "
      "those\n"
      "that `$FLOWSYNC_ENV` lists; `auth` and `secrets` read all others. A text that looks like a key or a password is "
      "an\n"
      "error; `{$value: TEXT}` says that it is none. Keys that begin with `x-` are ignored.\n");
  std::vector<std::string> names{"project", "environment", "flow"};
  for (const auto& kind : all_kinds()) {
    if (!kind.document.empty()) {
      names.push_back(lower(kind.document));
    }
  }
  for (const auto& name : names) {
    for (const auto& schema : schema::schema_texts()) {
      if (schema.name == name && (wanted.empty() || lower(wanted) == name)) {
        console.result("\n" + view::spec_reference(nlohmann::ordered_json::parse(schema.text)));
      }
    }
  }
}

} // namespace

ExitCode run_command(const SchemaOptions& options, CommandContext& context)
{
  const bool is_reference = choose_format(context.global, "schema") == "markdown" && lower(options.kind) != "plan";
  std::vector<std::string> kinds;
  for (const auto& schema : schema::schema_texts()) {
    if (lower(options.kind) == schema.name) {
      if (is_reference) {
        print_reference(options.kind, context.console);
      } else {
        context.console.result(schema.text);
      }
      return ExitCode::ok;
    }
    kinds.push_back(schema.name);
  }
  if (options.kind.empty() && is_reference) {
    print_reference("", context.console);
    return ExitCode::ok;
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
