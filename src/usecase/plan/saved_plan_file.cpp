#include "usecase/plan/saved_plan_file.hpp"

#include "base/atomic_file.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "model/target.hpp"

#include <fmt/format.h>

namespace flowsync::usecase {

namespace {

[[noreturn]] void contradict(const std::string& flag, const std::string& said)
{
  throw Fatal(fmt::format("{} contradicts the saved plan, which was made {}", flag, said), ExitCode::error,
              "leave the flag out, or plan again with it");
}

} // namespace

void check_plan_file(const std::string& file, const CommandContext& context)
{
  if (file == "-") {
    throw Fatal("a plan is saved to a file, not to the standard output", ExitCode::error,
                "name a file; `--format json` prints the plan for other programs");
  }
  const auto path = working_directory(context) / file;
  std::error_code ignored;
  const auto type = std::filesystem::status(path, ignored).type();
  if (type != std::filesystem::file_type::not_found && type != std::filesystem::file_type::regular) {
    throw Fatal(fmt::format("cannot write the plan to {}: it is there and is not a regular file", printable(file)),
                ExitCode::error, "name another file");
  }
  const auto text = read_file(path);
  if (text && !text->empty() && !plan::looks_like_saved_plan(*text)) {
    throw Fatal(fmt::format("{} is there and is not a saved plan; it is left as it is", file), ExitCode::error,
                "choose another name for the plan, or remove that file");
  }
}

void save_plan(const plan::SavedPlan& saved, const std::string& file, const CommandContext& context)
{
  write_file_atomically(working_directory(context) / file, plan::saved_plan_text(saved), Durable::yes, Access::owner);
  context.console.news(fmt::format("The plan is saved; `flowsync apply {0}` carries out just that, and `flowsync show "
                                   "{0}` shows it again.",
                                   printable(shell_word(file))));
}

plan::SavedPlan read_saved_plan(const std::string& file, const CommandContext& context)
{
  const auto text = read_file(working_directory(context) / file);
  if (!text) {
    throw Fatal(fmt::format("there is no file {}", printable(file)), ExitCode::error,
                "this takes the file of a saved plan, and nothing else");
  }
  auto parsed = plan::parse_saved_plan(*text);
  if (!parsed) {
    throw Fatal(fmt::format("{} {}", printable(file), parsed.error().text), ExitCode::error, parsed.error().hint);
  }
  auto saved = std::move(parsed).value();
  for (const auto& name : context.global.environments) {
    if (name != saved.plan.environment) {
      contradict("-e " + name, "for " + printable(saved.plan.environment));
    }
  }
  return saved;
}

plan::SavedPlan load_saved_plan(const ApplyOptions& options, const CommandContext& context)
{
  auto saved = read_saved_plan(options.plan_file, context);
  if (!context.global.targets.empty() && context.global.targets != saved.flags.targets) {
    contradict("--target", saved.flags.targets.empty() ? "without a target"
                                                       : "for " + printable(target_words(saved.flags.targets)));
  }
  if (options.prune && !saved.flags.prune) {
    contradict("--prune", "without it");
  }
  if (options.full_refresh && !saved.flags.full_refresh) {
    contradict("--refresh=full", "without it");
  }
  if (options.rebind && !saved.flags.rebind) {
    contradict("--rebind", "without it");
  }
  return saved;
}

} // namespace flowsync::usecase
