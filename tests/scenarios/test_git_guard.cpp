#include "workspace.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

using namespace flowsync::scenarios;

namespace {

void git(const std::filesystem::path& folder, const std::string& words)
{
  const auto command = "cd '" + folder.string() +
                       "' && GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null git -c user.name=t "
                       "-c user.email=t@example.org -c init.defaultBranch=main -c advice.detachedHead=false " +
                       words + " >/dev/null 2>&1";
  REQUIRE_MESSAGE(std::system(command.c_str()) == 0, command);
}

// Two commits, the second of them applied to dev.
void apply_second(Workspace& workspace)
{
  workspace.write(".gitignore", ".flowsync/\n");
  git(workspace.root(), "init -q");
  git(workspace.root(), "add -A");
  git(workspace.root(), "commit -q -m one --date 2026-11-20T08:00:00Z");
  workspace.edit(k_order_file, "max.file.size.mb: 512", "max.file.size.mb: 256");
  git(workspace.root(), "commit -q -a -m two");
  const auto ran = workspace.apply();
  REQUIRE_MESSAGE(ran.exit == 0, ran.err);
  workspace.clear_log();
}

} // namespace

TEST_CASE("an older commit than the one applied last is refused before any write")
{
  Workspace workspace;
  apply_second(workspace);
  git(workspace.root(), "checkout -q HEAD~1");
  const auto planned = workspace.plan();
  CHECK(planned.exit == 0);
  CHECK(says(planned, "is older than"));
  auto ran = workspace.apply();
  CHECK_MESSAGE(ran.exit == 6, ran.err);
  CHECK(says(ran, "--allow-older"));
  CHECK(workspace.writes() == 0);
  ran = workspace.run({"apply", "-e", "dev", "--auto-approve", "--allow-older"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(says(workspace.plan(), "No changes."));
  // Now the first commit is the one applied last, and the second one is newer.
  git(workspace.root(), "checkout -q main");
  CHECK(workspace.apply().exit == 0);
}

TEST_CASE("pruning from a work tree with changes is refused before any write")
{
  Workspace workspace;
  apply_second(workspace);
  workspace.remove("environments/base/flows/people.yaml");
  const auto ran = workspace.run({"apply", "-e", "dev", "--auto-approve", "--prune"});
  CHECK_MESSAGE(ran.exit == 6, ran.err);
  CHECK_MESSAGE(says(ran, "environments/base/flows/people.yaml"), ran.err);
  CHECK(says(ran, "--allow-dirty"));
  CHECK(workspace.writes() == 0);
}

TEST_CASE("a shallow clone is judged by the times of the commits")
{
  Workspace workspace;
  apply_second(workspace);
  const auto origin = workspace.root() / ".flowsync" / "origin.git";
  git(workspace.root(), "clone -q --bare . .flowsync/origin.git");
  workspace.edit(k_order_file, "max.file.size.mb: 256", "max.file.size.mb: 128");
  git(workspace.root(), "commit -q -a -m three");
  git(workspace.root(), "push -q .flowsync/origin.git main");
  workspace.remove(".git");
  git(workspace.root(), "init -q");
  git(workspace.root(), "fetch -q --depth 1 file://" + origin.string() + " main");
  git(workspace.root(), "checkout -q -f FETCH_HEAD");
  const auto ran = workspace.apply();
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(says(workspace.plan(), "No changes."));
}
