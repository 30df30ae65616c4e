#include "cli/arguments.hpp"
#include "cli/command_rows.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::cli;

namespace {

Invocation parsed(const std::vector<std::string>& words)
{
  auto result = parse_arguments(words);
  if (!result) {
    FAIL(result.error().text);
  }
  return std::move(result).value();
}

UsageReply refused(const std::vector<std::string>& words)
{
  const auto result = parse_arguments(words);
  REQUIRE_FALSE(result.ok());
  return result.error();
}

} // namespace

TEST_CASE("global flags stand before or after the command")
{
  for (const auto& words :
       {std::vector<std::string>{"-C", "d", "-e", "prod", "--format", "json", "-q", "plan", "--prune"},
        std::vector<std::string>{"plan", "--prune", "-C", "d", "-e", "prod", "--format=json", "-q"}}) {
    const auto invocation = parsed(words);
    CHECK(invocation.global.directory == "d");
    CHECK(invocation.global.environments == std::vector<std::string>{"prod"});
    CHECK(invocation.global.format == "json");
    CHECK(invocation.global.quiet);
    CHECK(std::get<PlanOptions>(invocation.command).prune);
  }
}

TEST_CASE("flags that may be repeated collect their values and eat no further word")
{
  const auto invocation = parsed({"import", "--target", "a", "file.json", "-e", "dev", "--target", "team=x"});
  CHECK(invocation.global.targets == std::vector<std::string>{"a", "team=x"});
  CHECK(std::get<ImportOptions>(invocation.command).file == "file.json");
  const auto sim = parsed({"sim", "--switch", "a=b", "--switch", "c=d", "--port", "80"});
  CHECK(std::get<SimOptions>(sim.command).switches == std::vector<std::string>{"a=b", "c=d"});
  CHECK(parsed({"-vv", "version"}).global.verbose == 2);
}

TEST_CASE("apply reads its numbers and times")
{
  const auto options = std::get<ApplyOptions>(
      parsed({"apply", "-e", "dev", "--auto-approve", "--parallelism", "3", "--lock-timeout", "2m"}).command);
  CHECK(options.auto_approve);
  CHECK(options.parallelism == 3);
  CHECK(options.lock_timeout == std::chrono::minutes{2});
  CHECK_FALSE(std::get<ApplyOptions>(parsed({"apply"}).command).parallelism);
  CHECK(refused({"apply", "--parallelism", "0"}).text == "--parallelism is a number from 1 to 256");
  CHECK(refused({"apply", "--lock-timeout", "soon"}).text == "`soon` is not a time");
  CHECK(refused({"plan", "--refresh", "maybe"}).hint == "use auto or full");
  CHECK(refused({"sim", "--port", "70000"}).text == "--port is a number from 0 to 65535");
}

TEST_CASE("slips are answered with what was probably meant")
{
  CHECK(refused({"paln"}).text == "unknown command `paln`");
  CHECK(refused({"sync"}).hint == "`flowsync apply -e ENV` makes Nexla equal to the specs");
  for (const auto* const word : {"diff", "dump", "pause", "up", "login"}) {
    CHECK_MESSAGE(refused({word}).hint.find("`") != std::string::npos, word);
    CHECK_MESSAGE(refused({word}).hint.find("did you mean") == std::string::npos, word);
  }
  CHECK(refused({"plan", "-o", "x"}).hint.find("`plan --out FILE`") != std::string::npos);
  CHECK(refused({"import", "a/source", "6033"}).hint.find("flowsync adopt") != std::string::npos);
  CHECK(refused({"paln"}).hint == "did you mean `flowsync plan`?");
  CHECK(refused({"plan", "--detailed-exit-code"}).hint == "did you mean `--detailed-exitcode`?");
  CHECK(refused({"--colour", "never", "version"}).hint == "did you mean `--color`?");
  CHECK(refused({"--color", "red", "version"}).hint == "use auto, always or never");
  CHECK(refused({"validate", "extra"}).text == "`flowsync validate` takes no more arguments, but was given `extra`");
  CHECK(refused({"import"}).is_error);
  CHECK(refused({}).text == "no command was given");
  CHECK(refused({"plan", "-e"}).is_error);
}

TEST_CASE("help is not an error and explains each command with examples and exit codes")
{
  const auto all = refused({"--help"});
  CHECK_FALSE(all.is_error);
  for (const auto& command : command_names()) {
    CHECK(all.text.find(command) != std::string::npos);
    const auto help = refused({command, "--help"});
    CHECK_FALSE(help.is_error);
    CHECK(help.text.find("Examples:") != std::string::npos);
    CHECK(help.text.find("Exit codes:") != std::string::npos);
  }
}

TEST_CASE("every command has one row, and a name without one is none of them")
{
  CHECK(command_names().size() == std::variant_size_v<CommandOptions>);
  for (const auto& row : command_rows()) {
    CAPTURE(row.name);
    CHECK(&command_row(row.name) == &row);
    CHECK((row.options == nullptr) == (row.name.find(' ') != std::string_view::npos));
  }
  CHECK_THROWS_AS(command_row("paln"), std::logic_error);
  CHECK(std::holds_alternative<HistoryOptions>(parsed({"history"}).command));
  CHECK(std::holds_alternative<VersionOptions>(parsed({"version"}).command));
}

TEST_CASE("commands of state take their own words and flags, and all global ones")
{
  auto invocation =
      parsed({"state", "rm", "orders", "-e", "prod", "people/source", "--keep-mark", "--lock-timeout", "5m"});
  auto state = std::get<StateOptions>(invocation.command);
  CHECK(state.action == StateOptions::Action::rm);
  CHECK(state.words == std::vector<std::string>{"orders", "people/source"});
  CHECK(state.keep_mark);
  CHECK(state.lock_timeout == std::chrono::minutes{5});
  CHECK(invocation.global.environments == std::vector<std::string>{"prod"});
  invocation = parsed({"-e", "dev", "state", "mv", "a/source", "b/source"});
  state = std::get<StateOptions>(invocation.command);
  CHECK(state.action == StateOptions::Action::mv);
  CHECK(state.words == std::vector<std::string>{"a/source", "b/source"});
  CHECK(std::get<StateOptions>(parsed({"state", "show"}).command).words.empty());
  CHECK(!parse_arguments({"state", "mv", "a/source"}).ok());
  CHECK(!parse_arguments({"state", "unlock", "x"}).ok());
  CHECK(!parse_arguments({"state", "rm"}).ok());
}
