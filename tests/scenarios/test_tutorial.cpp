#include "scenarios/console_page.hpp"
#include "scenarios/terminal.hpp"
#include "support/temporary_folder.hpp"
#include "view/line_diff.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <regex>
#include <stdexcept>

// Pages of docs/ are executed: every command of its ```console blocks, in order, at one terminal, in one fresh folder.
// What a command prints must be what the page shows below it; `...` on a line of its own stands for lines left out.
// Where a program asks, the page shows the dialogue as it looks on the screen, and the test types what a reader would.
// Files are changed by commands alone, too (here-documents, sed), so that a reader who copies them gets the same.
// FLOWSYNC_UPDATE_GOLDEN=1 in the environment rewrites in the page what no longer agrees.

using namespace flowsync::scenarios;
using flowsync::testing::TemporaryFolder;

namespace {

std::string replaced(const std::string& text, const char* what, const char* by)
{
  return std::regex_replace(text, std::regex(what), by);
}

// The random end of the project's name, as the page shows it.
std::string with_one_name(const std::string& text)
{
  return replaced(text, R"(\bcrm-[0-9a-f]{4}\b)", "crm-k3x9");
}

// A line less what differs from run to run: how long something took, the ids of commits and digests of plans (the
// project's name is in them), how many requests were used, which depends on how long ago something was changed, and
// which of the sinks that are made side by side came first and got the lower id. The page shows what it once was.
std::string without_chance(std::string line)
{
  line = replaced(line, R"( \[[0-9.]+m?s\]$)", "");
  line = replaced(line, R"(commit `[0-9a-f]{12}`)", "commit `ID`");
  line = replaced(line, R"(sha256:[0-9a-f]{64})", "sha256:DIGEST");
  line = replaced(line, R"(\b(data_sink |id )65[0-9]{2}\b)", "$1SINK");
  line = replaced(line, R"( in [0-9.]+m?s with [0-9]+ requests.*)", " in TIME with N requests");
  return replaced(line, R"(^Requests: [0-9]+ used.*)", "Requests: N used");
}

std::vector<std::string> without_chance(std::vector<std::string> lines)
{
  for (auto& line : lines) {
    line = without_chance(std::move(line));
  }
  return lines;
}

std::string changed_lines(const std::vector<std::string>& shown, const std::vector<std::string>& printed)
{
  std::string text;
  for (const auto& line : flowsync::view::line_diff(without_chance(shown), without_chance(printed))) {
    text += line.sign == '#' ? "  (" + std::to_string(line.hidden) + " lines as shown)\n"
                             : std::string(1, line.sign) + " " + line.text + "\n";
  }
  return text;
}

// Runs all commands of a page of docs/, and compares or rewrites what the page shows.
void run_page(const std::string& name)
{
  const std::string path = FLOWSYNC_SOURCE_DIR "/docs/" + name;
  std::ifstream file(path, std::ios::binary);
  const ConsolePage page(std::string(std::istreambuf_iterator<char>(file), {}));
  REQUIRE(page.commands().size() > 5);
  const char* const update = std::getenv("FLOWSYNC_UPDATE_GOLDEN");
  const bool rewrite = update != nullptr && std::string(update) == "1";
  const TemporaryFolder folder;
  Terminal terminal(folder.folder());
  std::vector<std::vector<std::string>> outputs;
  for (const auto& command : page.commands()) {
    const auto printed = lines_of(with_one_name(terminal.run(command.text, command.output)));
    const bool agrees = is_shown_by(without_chance(command.output), without_chance(printed));
    outputs.push_back(agrees ? command.output : printed);
    if (!rewrite) {
      CHECK_MESSAGE(agrees, "docs/" << name << ":" << command.line << ": $ " << command.text
                                    << "\n(-) shown, (+) printed\n"
                                    << changed_lines(command.output, printed));
    }
  }
  if (rewrite) {
    std::ofstream(path, std::ios::binary) << page.with_outputs(outputs);
  }
}

std::string complaint_about(const std::string& page)
{
  try {
    const ConsolePage read(page);
  } catch (const std::runtime_error& problem) {
    return problem.what();
  }
  return "";
}

} // namespace

TEST_CASE("every command of the tutorial prints what the page shows")
{
  run_page("tutorial.md");
}

TEST_CASE("every command of the page on overlays prints what the page shows")
{
  run_page("overlays.md");
}

TEST_CASE("every command of the page on adding an environment prints what the page shows")
{
  run_page("environments.md");
}

TEST_CASE("every command of the page on removing things prints what the page shows")
{
  run_page("removing.md");
}

TEST_CASE("every command of the page on troubleshooting prints what the page shows")
{
  run_page("troubleshooting.md");
}

TEST_CASE("a page is read as a session, and a block that nobody would run is refused")
{
  const ConsolePage page(
      "# T\n```console\n$ cat > f <<'EOF'\na\n$ b\nEOF\n$ cat \\\n  f\na\n...\n```\n````console\n$ c\n```\n"
      "````\n```text\n$ no\n```\n");
  REQUIRE(page.commands().size() == 3);
  CHECK(page.commands()[0].text == "cat > f <<'EOF'\na\n$ b\nEOF");
  CHECK(page.commands()[0].output.empty());
  CHECK(page.commands()[1].text == "cat \\\n  f");
  CHECK(page.commands()[1].line == 7);
  CHECK(page.commands()[1].output == std::vector<std::string>{"a", "..."});
  CHECK(page.commands()[2].output == std::vector<std::string>{"```"});
  CHECK(page.with_outputs({{"x"}, {}, {"y", "z"}}) == "# T\n```console\n$ cat > f <<'EOF'\na\n$ b\nEOF\nx\n$ cat \\\n  "
                                                      "f\n```\n````console\n$ c\ny\nz\n````\n```text\n$ no\n"
                                                      "```\n");

  CHECK(complaint_about("a\n```bash\n$ a\n```\n") == "line 2: a block in `bash`, which no test would look at");
  CHECK(complaint_about("```\n$ a\n```\n") == "line 1: a block in ``, which no test would look at");
  CHECK(complaint_about("a\n\n    $ a\n") == "line 3: a block without a language, which no test would look at");
  CHECK(complaint_about("```console\n$ a\n") == "line 1: a block that never ends");
  CHECK(complaint_about("```console\na\n$ a\n```\n") == "line 2: a block that does not begin with a command");
  CHECK(complaint_about("```console\n$ a\n...\n```\n") == "line 3: output of which nothing is shown");
}

TEST_CASE("lines left out stand for any number of lines, and nothing else is overlooked")
{
  const std::vector<std::string> lines{"a", "b", "c", "d"};
  CHECK(is_shown_by({"a", "b", "c", "d"}, lines));
  CHECK(is_shown_by({"...", "c", "d"}, lines));
  CHECK(is_shown_by({"a", "...", "d"}, lines));
  CHECK(is_shown_by({"a", "b", "...", "c", "d"}, lines));
  CHECK(is_shown_by({"a", "..."}, lines));
  CHECK_FALSE(is_shown_by({"a", "b", "c"}, lines));
  CHECK_FALSE(is_shown_by({"a", "...", "x", "...", "d"}, lines));
  CHECK_FALSE(is_shown_by({"a", "b", "c", "d", "e"}, lines));
  CHECK_FALSE(is_shown_by({}, lines));
}

TEST_CASE("the terminal keeps the folder and the status, shows both streams, and types what the page shows")
{
  const TemporaryFolder folder;
  Terminal terminal(folder.folder());
  CHECK(terminal.run("mkdir a && cd a; echo out; echo err >&2; false", {}) == "out\nerr\n");
  CHECK(terminal.status() == 1);
  CHECK(terminal.run("echo $? $(basename $PWD)", {}) == "1 a\n");
  CHECK(terminal.run("read -p 'Name: ' name; echo \"Hello $name\"; read -p 'Name: ' name; echo \"Hello $name\"",
                     {"Name: Ann", "Hello Ann", "Name: Bob"}) == "Name: Ann\nHello Ann\nName: Bob\nHello Bob\n");
  CHECK(terminal.run("flowsync version", {}).starts_with("flowsync "));
}
