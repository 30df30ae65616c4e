#include "git/fetch_branch.hpp"

#include "git/commit.hpp"
#include "git/revision.hpp"
#include "support/bare_repository.hpp"

#include <doctest/doctest.h>

#include <fstream>

using namespace flowsync;
using flowsync::testing::run_git;
namespace fs = std::filesystem;

namespace {

// A remote with two commits, of which the clone `here` has the first one.
struct Repositories : testing::BareRepository
{
  fs::path there = folder() / "there";
  fs::path here = folder() / "here";

  Repositories()
  {
    run_git(folder(), "clone origin.git there");
    write("there/specs/a.yaml", "one");
    run_git(there, "add -A");
    run_git(there, "commit -m one");
    run_git(there, "push origin HEAD:main");
    run_git(folder(), "clone -b main origin.git here");
    write("there/specs/a.yaml", "two");
    run_git(there, "add -A");
    run_git(there, "commit -m two");
    run_git(there, "tag v2");
    run_git(there, "push origin HEAD:main v2");
  }
  Result<std::string, git::RemoteProblem> fetch(const std::string& branch = "main") const
  {
    return git::fetch_branch(git::Checkout(here), folder() / "cache", "origin", branch);
  }
};

} // namespace

TEST_CASE("a branch is fetched with its tags, and what is checked out stays as it is")
{
  const Repositories repositories;
  const auto before = git::checked_out_commit(repositories.here);
  const auto fetched = repositories.fetch();
  REQUIRE_MESSAGE(fetched, fetched.error().reason);
  CHECK(*fetched == git::checked_out_commit(repositories.there));
  CHECK(git::checked_out_commit(repositories.here) == before);
  CHECK(git::Revision::open(repositories.here, "origin/main")->commit() == *fetched);
  CHECK(git::Revision::open(repositories.here, "v2")->commit() == *fetched);
  CHECK(git::checked_out_branch(repositories.here) == "main");
  const auto again = repositories.fetch();
  REQUIRE(again);
  CHECK(*again == *fetched);
}

TEST_CASE("a branch that was rewritten is fetched as it is now")
{
  const Repositories repositories;
  REQUIRE(repositories.fetch());
  run_git(repositories.there, "commit --amend -m other");
  run_git(repositories.there, "push -f origin HEAD:main");
  const auto fetched = repositories.fetch();
  REQUIRE_MESSAGE(fetched, fetched.error().reason);
  CHECK(*fetched == git::checked_out_commit(repositories.there));
}

TEST_CASE("fetching runs nothing that the configuration of a checkout names")
{
  const Repositories repositories;
  const auto ran = repositories.folder() / "ran";
  const auto touch = "'touch " + ran.string() + "'";
  for (const auto* const key : {"core.sshCommand", "core.fsmonitor", "core.gitProxy", "remote.origin.uploadpack",
                                "credential.helper", "uploadpack.packObjectsHook", "core.alternateRefsCommand"}) {
    run_git(repositories.here, std::string("config ") + key + " " + touch);
  }
  std::ofstream(repositories.here / ".git/hooks/reference-transaction") << "#!/bin/sh\ntouch " << ran.string() << "\n";
  fs::permissions(repositories.here / ".git/hooks/reference-transaction", fs::perms::owner_all);
  const auto fetched = repositories.fetch();
  REQUIRE_MESSAGE(fetched, fetched.error().reason);
  CHECK(!fs::exists(ran));
}

TEST_CASE("what cannot be fetched is told")
{
  const Repositories repositories;
  CHECK(!repositories.fetch("no-such-branch"));
  fs::remove_all(repositories.origin());
  const auto fetched = repositories.fetch();
  REQUIRE(!fetched);
  CHECK(!fetched.error().reason.empty());
}
