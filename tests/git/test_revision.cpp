#include "git/revision.hpp"
#include "support/git_repository.hpp"
#include "support/temporary_folder.hpp"

#include <doctest/doctest.h>

using flowsync::git::Revision;
using flowsync::git::RevisionFile;
using flowsync::testing::run_git;
using flowsync::testing::TemporaryFolder;

namespace {

// A repository whose folder `p` was changed since the tag `v1`.
struct Tagged
{
  TemporaryFolder box;
  std::filesystem::path root = box.folder() / "r";

  Tagged()
  {
    box.write("r/p/base/a.yaml", "one\n");
    box.write("r/p/base/b c.yaml", std::string("zero \0 byte", 11));
    box.write("r/p/base/empty.yaml", "");
    box.write("r/other/base/x.yaml", "other\n");
    run_git(root, "init -q");
    std::filesystem::create_symlink("a.yaml", root / "p/base/link.yaml");
    commit("one");
    run_git(root, "tag v1");
    box.write("r/p/base/a.yaml", "two\n");
    commit("two");
  }

  void commit(const std::string& name) const
  {
    run_git(root, "add -A");
    run_git(root, "commit -q -m " + name);
  }
};

} // namespace

TEST_CASE("files of a revision come from the object database, whatever the work tree holds")
{
  const Tagged tagged;
  tagged.box.write("r/p/base/a.yaml", "dirty\n");
  const auto revision = Revision::open(tagged.root / "p", "v1");
  REQUIRE(revision.ok());
  CHECK(!revision->is_branch());
  const auto files = revision->files("base");
  REQUIRE(files.ok());
  REQUIRE(files->size() == 4);
  CHECK(files->at(0).path == "base/a.yaml");
  CHECK(files->at(3).kind == RevisionFile::Kind::link);
  const auto contents = revision->read(*files);
  REQUIRE(contents.ok());
  CHECK(*contents == std::vector<std::string>{"one\n", std::string("zero \0 byte", 11), "", "a.yaml"});
  CHECK(revision->files("base/none")->empty());
  CHECK(Revision::open(tagged.root / "p", "HEAD")
            ->read(*Revision::open(tagged.root / "p", "HEAD")->files("base/a.yaml"))
            .value()
            .front() == "two\n");
}

TEST_CASE("folders with the same content have the same id in every revision")
{
  const Tagged tagged;
  tagged.box.write("r/other/base/x.yaml", "changed\n");
  tagged.commit("three");
  const auto folder = tagged.root / "p";
  const auto before = Revision::open(folder, "HEAD~1")->folder_id("base");
  CHECK(before.size() == 40);
  CHECK(before == Revision::open(folder, "HEAD")->folder_id("base"));
  CHECK(before != Revision::open(folder, "v1")->folder_id("base"));
  CHECK(Revision::open(folder, "v1")->folder_id("none").empty());
}

TEST_CASE("a revision that is not there is told from a place without git, and a cut history is named")
{
  const Tagged tagged;
  const auto unknown = Revision::open(tagged.root, "v9");
  REQUIRE(!unknown.ok());
  CHECK(unknown.error().unknown);
  CHECK(!unknown.error().shallow_clone);
  CHECK(!Revision::open(tagged.root, "--help").ok());
  CHECK(Revision::open(tagged.root, "main")->is_branch());

  run_git(tagged.box.folder(), "clone -q --depth 1 file://" + tagged.root.string() + " shallow");
  const auto cut = Revision::open(tagged.box.folder() / "shallow", "v1");
  REQUIRE(!cut.ok());
  CHECK(cut.error().shallow_clone);

  const TemporaryFolder plain;
  const auto none = Revision::open(plain.folder(), "v1");
  REQUIRE(!none.ok());
  CHECK(!none.error().unknown);
  CHECK(none.error().reason.find("not a git repository") != std::string::npos);
}

TEST_CASE("what a partial clone does not have is a problem and is not fetched")
{
  const Tagged tagged;
  run_git(tagged.root, "config uploadpack.allowFilter true");
  run_git(tagged.box.folder(), "clone -q --filter=blob:none --no-checkout file://" + tagged.root.string() + " partial");
  const auto revision = Revision::open(tagged.box.folder() / "partial", "v1");
  REQUIRE(revision.ok());
  const auto files = revision->files("p/base/a.yaml");
  REQUIRE((!files.ok() || !revision->read(*files).ok()));
}
