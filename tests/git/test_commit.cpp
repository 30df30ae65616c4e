#include "git/commit.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

using flowsync::git::checked_out_commit;
using flowsync::testing::TemporaryFolder;

namespace {

const std::string k_one(40, '1');
const std::string k_two(40, '2');

} // namespace

TEST_CASE("the commit is read from a branch, from packed references, and detached")
{
  TemporaryFolder box;
  CHECK(checked_out_commit(box.folder()).empty());
  box.write(".git/HEAD", "ref: refs/heads/main\n");
  box.write("sub/deep/file", "");
  CHECK(checked_out_commit(box.folder()).empty()); // no commit yet
  box.write(".git/packed-refs",
            "# pack-refs with: peeled\n" + k_two + " refs/heads/other\n" + k_one + " refs/heads/main\n");
  CHECK(checked_out_commit(box.folder() / "sub" / "deep") == k_one);
  box.write(".git/refs/heads/main", k_two + "\n");
  CHECK(checked_out_commit(box.folder()) == k_two);
  box.write(".git/HEAD", k_one + "\n");
  CHECK(checked_out_commit(box.folder()) == k_one);
}

TEST_CASE("a linked work tree finds its commit in the main repository")
{
  TemporaryFolder box;
  box.write("main/.git/refs/heads/x", k_one + "\n");
  box.write("main/.git/worktrees/w/HEAD", "ref: refs/heads/x\n");
  box.write("main/.git/worktrees/w/commondir", "../..\n");
  box.write("w/.git", "gitdir: " + (box.folder() / "main/.git/worktrees/w").string() + "\n");
  CHECK(checked_out_commit(box.folder() / "w") == k_one);
}
