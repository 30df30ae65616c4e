#include "workspace.hpp"

#include "support/git_repository.hpp"

#include <doctest/doctest.h>

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
