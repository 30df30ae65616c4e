#include "base/program.hpp"
#include "cli/formats.hpp"
#include "cli/sandbox.hpp"

#include <doctest/doctest.h>

#include <sstream>

using namespace flowsync;
using flowsync::testing::Sandbox;

namespace {

// The candidates for the last of these words, without descriptions, with a blank between them.
std::string candidates(Sandbox& box, std::vector<std::string> words)
{
  words.insert(words.begin(), "__complete");
  const auto ran = box.run(words);
  CHECK(ran.exit == 0);
  CHECK(ran.err == "");
  std::istringstream lines(ran.out);
  std::string result;
  for (std::string line; std::getline(lines, line);) {
    result += (result.empty() ? "" : " ") + line.substr(0, line.find('\t'));
  }
  return result;
}

constexpr auto k_addresses = "web-orders/nexset/clean web-orders/nexset/orders web-orders/sink/archive "
                             "web-orders/sink/warehouse web-orders/source";

} // namespace

TEST_CASE("completion knows commands and flags from the same table as help")
{
  Sandbox box;
  CHECK(candidates(box, {"pl"}) == "plan");
  CHECK(candidates(box, {"state", "s"}) == "show");
  CHECK(candidates(box, {"plan", "--det"}) == "--detailed-exitcode");
  CHECK(candidates(box, {"-e", "dev", "state", "rm", "--k"}) == "--keep-mark");
  CHECK(candidates(box, {"plan", "--format", ""}) ==
        "text json markdown html github sarif rdjson codequality terraform-report junit");
  CHECK(candidates(box, {"plan", "--write", "m"}) == "markdown=");
  CHECK(candidates(box, {"plan", "--format=m"}) == "--format=markdown");
  CHECK(candidates(box, {"--color", ""}) == "auto always never");
  CHECK(candidates(box, {"drift", "--refresh", "f"}) == "full");
  CHECK(candidates(box, {"schema", "fl"}) == "flow");
  CHECK(candidates(box, {"completion", ""}) == "bash zsh fish");
  CHECK(candidates(box, {"apply", "x"}) == ":files");
  CHECK(candidates(box, {"-C", ""}) == ":files");
  CHECK(candidates(box, {"nonsense", "--x", ""}) == "");
  CHECK(candidates(box, {}) != "");
  CHECK(candidates(box, {""}).find("__complete") == std::string::npos);
}

TEST_CASE("completion finds environments, flows and addresses, also where a file is broken")
{
  Sandbox box;
  REQUIRE(box.run({"init"}).exit == 0);
  box.edit("environments/qa/environment.yaml", "spec:", "spec:\n  abstract: true");
  box.write("environments/base/flows/broken.yaml",
            "kind: Flow\nmetadata: {name: \"web-broken\"}\nspec:\n  sinks:\n    - {type: [, key: out}\n");
  box.write("environments/base/shared.yaml", "kind: Lookup\nmetadata:\n  name: regions\n---\nkind: Code\n");
  box.write("environments/base/evil.yaml", "kind: Flow\nmetadata:\n  name: $(touch hacked)\n");
  CHECK(candidates(box, {"plan", "-e", ""}) == "dev prod");
  CHECK(candidates(box, {"plan", "--env=d"}) == "--env=dev");
  CHECK(candidates(box, {"compare", "dev", "p"}) == "prod");
  CHECK(candidates(box, {"promote", "web-o"}) == "web-orders");
  CHECK(candidates(box, {"promote", "web-orders", "--from", "d"}) == "dev");
  CHECK(candidates(box, {"adopt", "web-orders/"}) == k_addresses);
  CHECK(candidates(box, {"graph", "web-b"}) == "web-broken web-broken/sink/out");
  CHECK(candidates(box, {"plan", "--target", "loo"}) == "lookup/regions");
  CHECK(candidates(box, {"state", "mv", "web-orders/source", "web-orders/so"}) == "web-orders/source");
  CHECK(candidates(box, {"plan", "--target", "$"}) == "");
  CHECK(candidates(box, {"-C", "environments/dev", "plan", "--target", "web-orders/so"}) == "web-orders/source");
  CHECK(!std::filesystem::exists(box.folder() / ".flowsync"));
}

TEST_CASE("completion is quiet outside a project")
{
  Sandbox box;
  CHECK(candidates(box, {"plan", "-e", ""}) == "");
  CHECK(candidates(box, {"plan", "--target", "x/"}) == "");
}

TEST_CASE("every command takes the formats that completion offers")
{
  Sandbox box;
  REQUIRE(box.run({"init"}).exit == 0);
  for (const std::string command : {"plan", "validate", "render", "graph", "fmt", "drift", "credentials", "compare"}) {
    const auto& formats = cli::formats_of(command);
    REQUIRE(formats.size() > 1);
    for (const auto& format : formats) {
      auto words = command == "compare" ? std::vector<std::string>{"compare", "dev", "prod"}
                                        : std::vector<std::string>{command, "-e", "dev"};
      words.insert(words.end(), {"--format", format});
      CHECK_MESSAGE(box.run(words).err.find("has no format") == std::string::npos, command << " " << format);
    }
  }
  CHECK(cli::formats_of("paln").empty());
}

TEST_CASE("there is a script for bash, zsh and fish, and for nothing else")
{
  Sandbox box;
  CHECK(box.run({"completion", "bash"}).out.find("complete -F _flowsync flowsync\n") != std::string::npos);
  CHECK(box.run({"completion", "zsh"}).out.find("compdef _flowsync flowsync\n") != std::string::npos);
  CHECK(box.run({"completion", "fish"}).out.find("complete -c flowsync -f -a") != std::string::npos);
  CHECK(box.run({"completion", "bsh"}).err.find("did you mean `bash`?") != std::string::npos);
  CHECK(box.run({"completion"}).exit == 1);
}

TEST_CASE("the bash script completes in a real bash, which ends words at = and :")
{
  Sandbox box;
  REQUIRE(box.run({"init"}).exit == 0);
  // A stand-in for the program: what it answers is what `__complete` answered here.
  const auto answer = [&](const std::string& file, std::vector<std::string> words) {
    words.insert(words.begin(), "__complete");
    box.write(file, box.run(words).out);
  };
  answer("value", {"plan", "--target=web-orders/s"});
  answer("command", {"pl"});
  answer("file", {"apply", "flowsync.y"});
  box.write("script", box.run({"completion", "bash"}).out);
  box.write("bin/flowsync", R"(#!/bin/sh
shift
case "$*" in
"plan --target=web-orders/s") cat value ;;
"plan --target team=sa") echo team=sales ;;
pl) cat command ;;
"apply flowsync.y") cat file ;;
*) echo "asked for: $*" >&2; exit 1 ;;
esac
)");
  std::filesystem::permissions(box.folder() / "bin/flowsync", std::filesystem::perms::owner_all);
  box.write("try", R"(source ./script
try() { COMP_WORDS=(./bin/flowsync "$@"); COMP_CWORD=$#; _flowsync; echo "${COMPREPLY[*]}"; }
try pl
try plan --target = web-orders/s
try plan --target team = sa
try apply flowsync.y
try "spaced word" '$(touch hacked)' ""
complete -p flowsync
)");
  Program program;
  program.command = {"bash", "--norc", "try"};
  program.folder = box.folder();
  program.limit = Duration{20'000};
  program.errors_too = true;
  const auto end = run_program(program);
  CHECK(end.well());
  CHECK(end.output == "plan\n"
                      "web-orders/sink/archive web-orders/sink/warehouse web-orders/source\n"
                      "sales\n"
                      "flowsync.yaml\n"
                      "\n"
                      "complete -F _flowsync flowsync\n");
  CHECK(!std::filesystem::exists(box.folder() / "hacked"));
}
