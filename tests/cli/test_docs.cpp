// The reference pages in docs/ are made from the program. After a change: run the tests with FLOWSYNC_UPDATE_GOLDEN=1.

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/command_state_flags.hpp"
#include "cli/sandbox.hpp"
#include "golden/golden.hpp"
#include "view/diagnostic_reference.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

#include <algorithm>
#include <regex>

using namespace flowsync;
using flowsync::testing::golden;
using flowsync::testing::Sandbox;

namespace {

constexpr auto k_how = "docs are out of date: run this test with FLOWSYNC_UPDATE_GOLDEN=1 and look at the difference";

std::string page(const std::string& name, const std::string& actual)
{
  return golden("../../docs/" + name, actual);
}

std::string help_section(Sandbox& box, const std::string& title, std::vector<std::string> words)
{
  words.emplace_back("--help");
  const auto ran = box.run(words);
  REQUIRE(ran.exit == 0);
  const auto text = std::regex_replace(ran.out, std::regex("[ ]+\n"), "\n");
  return fmt::format("\n## {}\n\n```text\n{}\n```\n", title, trim(text));
}

bool holds_pages(const std::filesystem::path& folder)
{
  const std::filesystem::directory_iterator entries(folder);
  return std::any_of(begin(entries), end(entries), [](const auto& entry) { return entry.path().extension() == ".md"; });
}

} // namespace

TEST_CASE("docs/commands.md says what --help says")
{
  Sandbox box;
  std::string text =
      "# The commands\n\nWhat `--help` prints. Exit codes are explained in [exit-codes.md](exit-codes.md).\n";
  text += help_section(box, "flowsync", {});
  for (const auto& command : cli::command_names()) {
    text += help_section(box, "flowsync " + command, {command});
    if (command == "state") {
      for (const auto& inner : cli::state_command_names()) {
        text += help_section(box, "flowsync state " + inner, {command, inner});
      }
    }
    if (command == "env") {
      text += help_section(box, "flowsync env add", {command, "add"});
    }
  }
  const auto expected = page("commands.md", text);
  CHECK_MESSAGE(text == expected, k_how);
}

TEST_CASE("docs/specs.md says what the schemas say")
{
  Sandbox box;
  const auto text = box.run({"schema", "--format", "markdown"}).out;
  const auto expected = page("specs.md", text);
  CHECK_MESSAGE(text == expected, k_how);
  CHECK(text.find("| `detected` |") != std::string::npos);
  CHECK(text.find("### Environment: `spec.safety`") != std::string::npos);
  CHECK(text.find("anything | required") == std::string::npos);
}

TEST_CASE("docs/diagnostics.md says what the table of codes says")
{
  const auto text = view::diagnostic_reference();
  const auto expected = page("diagnostics.md", text);
  CHECK_MESSAGE(text == expected, k_how);
  CHECK(text.find("| `unknown-key` |") != std::string::npos);
}

TEST_CASE("every page of docs/ is on the list of pages, and links between our own files lead somewhere")
{
  const std::filesystem::path source(FLOWSYNC_SOURCE_DIR);
  const auto list = read_file(source / "docs/README.md").value();
  CHECK(read_file(source / "README.md").value().find("(docs/README.md)") != std::string::npos);
  std::vector<std::filesystem::path> pages{source / "README.md",       source / "CONTRIBUTING.md",
                                           source / "SECURITY.md",     source / "CHANGELOG.md",
                                           source / "tests/README.md", source / "src/README.md"};
  for (const auto& entry : std::filesystem::directory_iterator(source / "docs")) {
    const bool is_folder = entry.is_directory(); // with a list of its own
    if (is_folder && !holds_pages(entry.path())) {
      continue; // samples, which a page tells of
    }
    const auto name = entry.path().filename().string() + (is_folder ? "/README.md" : "");
    CHECK_MESSAGE((name == "README.md" || list.find("(" + name + ")") != std::string::npos), name);
    pages.push_back(is_folder ? entry.path() / "README.md" : entry.path());
  }
  const std::regex link(R"(\]\((\.?[A-Za-z][^)#:]*|\.\./[A-Za-z][^)#:]*)[)#])");
  for (const auto& page : pages) {
    const auto text = read_file(page).value();
    for (std::sregex_iterator found(text.begin(), text.end(), link), end; found != end; ++found) {
      const auto target = page.parent_path() / (*found)[1].str();
      CHECK_MESSAGE(std::filesystem::exists(target), page.string() << ": " << (*found)[1].str());
    }
  }
}
