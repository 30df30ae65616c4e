#include "git/kept_files.hpp"
#include "support/git_repository.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using flowsync::testing::run_git;
using flowsync::testing::TemporaryFolder;

TEST_CASE("git keeps what it tracks and what it does not ignore")
{
  const TemporaryFolder box;
  const auto root = box.folder() / "r/p";
  box.write("r/.gitignore", "*.env\n");
  box.write("r/p/a/tracked.py", "1");
  box.write("r/p/a/forced.env", "1");
  box.write("r/p/b/elsewhere.py", "1");
  const auto outside = git::kept_files(root, {"a"});
  REQUIRE(outside.ok());
  CHECK(!outside.value());
  run_git(box.folder() / "r", "init -q");
  run_git(box.folder() / "r", "add -f p");
  run_git(box.folder() / "r", "commit -q -m one");
  box.write("r/p/a/fresh caf\xC3\xA9.py", "1");
  box.write("r/p/a/secret.env", "1");
  const auto kept = git::kept_files(root, {"a"});
  REQUIRE(kept.ok());
  CHECK(*kept.value() == git::Paths{"a/forced.env", "a/fresh caf\xC3\xA9.py", "a/tracked.py"});
  const auto tracked = git::tracked_files(root, {"a"});
  REQUIRE(tracked.ok());
  CHECK(*tracked.value() == git::Paths{"a/forced.env", "a/tracked.py"});
  CHECK(git::kept_files(root, {"*"}).value()->empty()); // a name, not a pattern
}

TEST_CASE("where git cannot tell what it keeps, its reason is given")
{
  const TemporaryFolder box;
  box.write("r/.git/HEAD", "nonsense\n");
  const auto kept = git::kept_files(box.folder() / "r", {"a"});
  REQUIRE(!kept.ok());
  CHECK(kept.error().starts_with("git says: "));
}
