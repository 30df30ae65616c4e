#include "workspace.hpp"

#include "support/git_repository.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>

#include <sys/stat.h>

using namespace flowsync::scenarios;
using flowsync::testing::run_git;

namespace {

const std::string k_head = "apiVersion: flowsync/v1\nkind: ";

// What CI leaves in a checkout, planted so that nothing that is written may hold it.
void leave_token(Workspace& workspace)
{
  const std::string token = "AUTHORIZATION-basic-eC1hY2Nlc3MtdG9rZW4";
  workspace.plant("UNUSED_TOKEN", token);
  run_git(workspace.root(), "init -q");
  run_git(workspace.root(), "config http.https://github.com/.extraheader " + token);
  workspace.write("ignored.env", "core,value\n" + token + ",\"x\n");
  workspace.write(".gitignore", "*.env\n.flowsync/\n");
}

} // namespace

TEST_CASE("no spec takes up a file of the checkout that is not one of the specs' files")
{
  Workspace workspace;
  leave_token(workspace);
  const auto lookup = [&](const std::string& file) {
    workspace.write("environments/base/lookups/l.yaml",
                    k_head + "Lookup\nmetadata: {name: l}\nspec: {primary_key: core, entries: {file: " + file + "}}\n");
  };
  const auto code = [&](const std::string& file) {
    workspace.write("environments/base/code/c.yaml",
                    k_head + "Code\nmetadata: {name: c}\nspec: {type: python, output: record, file: " + file + "}\n");
  };
  SUBCASE("git's configuration as code")
  {
    code("../../../.git/config");
  }
  SUBCASE("git's configuration as rows")
  {
    lookup("../../../.git/config");
  }
  SUBCASE("through a link that git carries")
  {
    std::filesystem::create_directories(workspace.root() / "environments/base/code");
    std::filesystem::create_symlink("../../../.git/config", workspace.root() / "environments/base/code/x.py");
    code("x.py");
  }
  SUBCASE("a file that is a spec by its name only")
  {
    std::filesystem::create_symlink("../../.git/config", workspace.root() / "environments/base/x.yaml");
  }
  SUBCASE("rows of an ignored file, which would show in an excerpt")
  {
    workspace.write("environments/base/lookups/x.env", workspace.read("ignored.env"));
    lookup("x.env");
  }
  SUBCASE("a file beside environments/")
  {
    lookup("../../../ignored.env");
  }
  for (const auto* const format : {"text", "json", "markdown", "sarif", "github"}) {
    const auto ran = workspace.run({"plan", "-e", "dev", "--format", format});
    CHECK(ran.exit == 1);
  }
  const auto ran = workspace.plan();
  CHECK(ran.exit == 1);
  CHECK(says(ran, "[file-not-allowed]"));
  for (const auto* const own : {".git", "ignored.env", "environments/base/lookups/x.env"}) {
    workspace.remove(own); // where the token lies by right
  }
}

TEST_CASE("links and pipes where our own files belong are refused by name, and nothing outside is touched")
{
  namespace fs = std::filesystem;
  Workspace workspace;
  workspace.apply_well();
  const fs::path outside = workspace.root() / "outside";
  workspace.write("outside/precious", "precious");
  const auto own = workspace.root() / ".flowsync/state/dev";
  std::string named;
  for (const auto* const name : {"state.json", "journal.jsonl", "lock"}) {
    for (const bool pipe : {true, false}) {
      const auto kept = workspace.read(".flowsync/state/dev/" + std::string(name));
      fs::remove(own / name);
      if (pipe) {
        REQUIRE(::mkfifo((own / name).c_str(), 0600) == 0);
      } else {
        fs::create_symlink(outside / "precious", own / name);
      }
      const auto ran = workspace.apply();
      CHECK_MESSAGE(ran.exit == 1, ran.err);
      CHECK(says(ran, std::string(".flowsync/state/dev/") + name +
                          (pipe ? " is not a regular file" : " is a symbolic link")));
      CHECK(workspace.read("outside/precious") == "precious");
      fs::remove(own / name);
      workspace.write(".flowsync/state/dev/" + std::string(name), kept);
    }
  }
  CHECK(ends_with_no_changes(workspace.plan()));
  fs::rename(workspace.root() / ".flowsync", workspace.root() / "elsewhere");
  fs::create_directory_symlink("elsewhere", workspace.root() / ".flowsync");
  const auto ran = workspace.plan();
  CHECK(ran.exit == 1);
  CHECK(says(ran, ".flowsync is a symbolic link"));
}

TEST_CASE("what git tracks in the folder of our own is not believed")
{
  Workspace workspace;
  workspace.apply_well();
  run_git(workspace.root(), "init -q");
  CHECK(ends_with_no_changes(workspace.plan()));
  run_git(workspace.root(), "add -f .flowsync/state/dev/state.json");
  const auto ran = workspace.plan();
  CHECK(ran.exit == 1);
  CHECK(says(ran, "git tracks .flowsync/state/dev/state.json"));
  CHECK(says(ran, "git rm -r --cached .flowsync"));
  workspace.remove(".git");
}

TEST_CASE("closed standard descriptors do not lead what is printed into files of ours")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.edit(k_order_file, "    credential: files\n", "    credential: files\n    description: Said by nobody\n");
  const auto command = fmt::format("cd '{}' && NEXLA_KEY=sim-service-key '{}' apply -e dev --auto-approve <&- >&- 2>&-",
                                   workspace.root().string(), flowsync::scenarios::program_path().string());
  CHECK(std::system(command.c_str()) == 0);
  for (const auto* const file : {"state.json", "journal.jsonl", "observed.json", "lock"}) {
    CHECK(workspace.read(".flowsync/state/dev/" + std::string(file)).find("Apply complete") == std::string::npos);
  }
  CHECK(ends_with_no_changes(workspace.plan()));
}
