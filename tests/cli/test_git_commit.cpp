#include "cli/git_commit.hpp"
#include "cli/sandbox.hpp"

#include <doctest/doctest.h>

using flowsync::cli::git_commit;
using flowsync::testing::Sandbox;

namespace {

const std::string k_one(40, '1');
const std::string k_two(40, '2');

} // namespace

TEST_CASE("the commit is read from a branch, from packed references, and detached")
{
  Sandbox box;
  CHECK(git_commit(box.folder()).empty());
  box.write(".git/HEAD", "ref: refs/heads/main\n");
  box.write("sub/deep/file", "");
  CHECK(git_commit(box.folder()).empty()); // no commit yet
  box.write(".git/packed-refs",
            "# pack-refs with: peeled\n" + k_two + " refs/heads/other\n" + k_one + " refs/heads/main\n");
  CHECK(git_commit(box.folder() / "sub" / "deep") == k_one);
  box.write(".git/refs/heads/main", k_two + "\n");
  CHECK(git_commit(box.folder()) == k_two);
  box.write(".git/HEAD", k_one + "\n");
  CHECK(git_commit(box.folder()) == k_one);
}

TEST_CASE("a linked work tree finds its commit in the main repository")
{
  Sandbox box;
  box.write("main/.git/refs/heads/x", k_one + "\n");
  box.write("main/.git/worktrees/w/HEAD", "ref: refs/heads/x\n");
  box.write("main/.git/worktrees/w/commondir", "../..\n");
  box.write("w/.git", "gitdir: " + (box.folder() / "main/.git/worktrees/w").string() + "\n");
  CHECK(git_commit(box.folder() / "w") == k_one);
}
