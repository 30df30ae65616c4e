#include "support/git_repository.hpp"
#include "workspace.hpp"

#include <doctest/doctest.h>

using namespace flowsync::scenarios;
using flowsync::testing::run_git;

namespace {

// Two commits, the second of them applied to dev.
void apply_second(Workspace& workspace)
{
  workspace.write(".gitignore", ".flowsync/\n");
  run_git(workspace.root(), "init -q");
  run_git(workspace.root(), "add -A");
  run_git(workspace.root(), "commit -q -m one --date 2026-11-20T08:00:00Z");
  workspace.edit(k_order_file, "max.file.size.mb: 512", "max.file.size.mb: 256");
  run_git(workspace.root(), "commit -q -a -m two");
  const auto ran = workspace.apply();
  REQUIRE_MESSAGE(ran.exit == 0, ran.err);
  workspace.clear_log();
}

} // namespace

TEST_CASE("an older commit than the one applied last is refused before any write")
{
  Workspace workspace;
  apply_second(workspace);
  run_git(workspace.root(), "checkout -q HEAD~1");
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
  run_git(workspace.root(), "checkout -q main");
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
  run_git(workspace.root(), "clone -q --bare . .flowsync/origin.git");
  workspace.edit(k_order_file, "max.file.size.mb: 256", "max.file.size.mb: 128");
  run_git(workspace.root(), "commit -q -a -m three");
  run_git(workspace.root(), "push -q .flowsync/origin.git main");
  workspace.remove(".git");
  run_git(workspace.root(), "init -q");
  run_git(workspace.root(), "fetch -q --depth 1 file://" + origin.string() + " main");
  run_git(workspace.root(), "checkout -q -f FETCH_HEAD");
  const auto ran = workspace.apply();
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(says(workspace.plan(), "No changes."));
}

TEST_CASE("specs that the commit has and the checkout lacks are not taken for removed")
{
  Workspace workspace;
  apply_second(workspace);
  run_git(workspace.root(), "update-index --skip-worktree environments/base/flows/people.yaml");
  workspace.remove("environments/base/flows/people.yaml");
  auto ran = workspace.run({"plan", "-e", "dev", "--prune", "--out", "dev.plan"});
  CHECK_MESSAGE(ran.exit == 6, ran.err);
  CHECK_MESSAGE(says(ran, "environments/base/flows (left out by a sparse checkout)"), ran.err);
  CHECK(says(ran, "git sparse-checkout disable"));
  CHECK(!std::filesystem::exists(workspace.root() / "dev.plan"));
  ran = workspace.run({"apply", "-e", "dev", "--auto-approve", "--prune", "--allow-dirty"});
  CHECK_MESSAGE(ran.exit == 6, ran.err);
  CHECK(workspace.writes() == 0);
  CHECK(workspace.plan().exit == 0); // without --prune nothing would be deleted
}

TEST_CASE("a file deleted in the folder alone prunes nothing, one deleted in git as well can be looked at")
{
  Workspace workspace;
  apply_second(workspace);
  workspace.remove("environments/base/flows/people.yaml");
  const std::vector<std::string> plan{"plan", "-e", "dev", "--prune"};
  auto ran = workspace.run(plan);
  CHECK_MESSAGE(ran.exit == 6, ran.err);
  CHECK(says(ran, "git restore"));
  CHECK(workspace.run({"plan", "-e", "dev", "--prune", "--allow-dirty"}).exit == 0);
  run_git(workspace.root(), "rm -q environments/base/flows/people.yaml");
  CHECK(workspace.run(plan).exit == 0);
}

TEST_CASE("what git says besides its answer changes nothing")
{
  Workspace workspace;
  apply_second(workspace);
  workspace.environment["GIT_TRACE"] = "1";
  workspace.environment["GIT_DIR"] = "/nonexistent";
  workspace.edit(k_order_file, "max.file.size.mb: 256", "max.file.size.mb: 128");
  run_git(workspace.root(), "commit -q -a -m three");
  const auto ran = workspace.run({"apply", "-e", "dev", "--auto-approve", "--prune"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(!says(ran, "warning:"));
}
