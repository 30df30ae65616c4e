#include "cli/arguments.hpp"
#include "cli/command_state_flags.hpp"
#include "cli/formats.hpp"
#include "cli/sandbox.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

using namespace flowsync;
using flowsync::testing::Sandbox;

namespace {

std::string help_of(std::vector<std::string> words)
{
  Sandbox box;
  words.emplace_back("--help");
  return box.run(words).out;
}

} // namespace

TEST_CASE("the help of a command names the global flags that it obeys and its formats")
{
  CHECK(help_of({"plan"}).find("Also: -C DIR, -e NAME, --target TARGET, --color WHEN, -q, -v") != std::string::npos);
  CHECK(help_of({"apply"}).find("--no-input") != std::string::npos);
  CHECK(help_of({"show"}).find("--target") == std::string::npos);
  CHECK(help_of({"state", "unlock"}).find("-e NAME, --no-input") != std::string::npos);
  CHECK(help_of({}).find("Also:") == std::string::npos);
  for (const auto& command : cli::command_names()) {
    const auto& formats = cli::formats_of(command);
    const auto line = fmt::format("Formats, with --format: {}\n", fmt::join(formats, ", "));
    CHECK_MESSAGE((formats.empty() || help_of({command}).find(line) != std::string::npos), command);
  }
  for (const auto& inner : cli::state_command_names()) {
    CHECK_MESSAGE(help_of({"state", inner}).find("Formats, with --format:") != std::string::npos, inner);
  }
}
