#include "state/git_storage.hpp"
#include "state/state_file.hpp"
#include "support/bare_repository.hpp"

using namespace flowsync;
using namespace flowsync::state;

namespace {

const std::vector<std::string> k_files{k_state_file, k_run_file};

std::string text_of(std::uint64_t serial)
{
  StateData data;
  data.lineage = "0123456789abcdef";
  data.serial = serial;
  return state_file_text(data);
}

SaveNote commit_note(bool replaces_last)
{
  return {"ana", "apply of prod\n\ncounts", WallTime{} + std::chrono::hours{24 * 365 * 50}, replaces_last};
}

} // namespace

TEST_CASE("a run leaves one commit, also where refs may only grow")
{
  for (const bool grows_only : {false, true}) {
    const testing::BareRepository bare;
    if (grows_only) {
      testing::run_git(bare.origin(), "config receive.denyNonFastForwards true");
    }
    const std::string ref = grows_only ? "refs/heads/flowsync-state" : "refs/flowsync/acme/prod"; // git spares others
    auto here = git_storage(git::RemoteRefs(bare.folder() / "cache", {(bare.origin()).string(), {}}), ref, "origin");
    for (std::uint64_t run = 0; run < 2; ++run) {
      auto version = here->load(k_files)->version;
      version = *here->save({{k_run_file, "{}"}}, version, commit_note(false));
      const auto done =
          here->save({{k_state_file, text_of(run)}, {k_run_file, std::nullopt}}, version, commit_note(true));
      REQUIRE_MESSAGE(done.ok(), done.error().text);
    }
    testing::run_git(bare.origin(), "rev-list --count " + ref + " | grep -qx " + (grows_only ? "4" : "2"));
  }
}

TEST_CASE("a ref that holds something else is not a state, and one that holds nothing yet is taken")
{
  const testing::BareRepository bare;
  const auto origin = bare.origin();
  const auto make = [&](const std::string& branch, const std::string& tree) {
    testing::run_git(origin, "update-ref refs/heads/" + branch + " $(git -c user.name=t -c user.email=t@example.org " +
                                 "commit-tree -m x $(" + tree + "))");
  };
  make("main", "printf '100644 blob %s\\tREADME.md\\n100644 blob %s\\tflowsync.yaml\\n' "
               "$(echo a | git hash-object -w --stdin) $(echo b | git hash-object -w --stdin) | git mktree");
  make("empty", "git mktree < /dev/null");
  const auto open = [&](const std::string& branch) {
    return git_storage(git::RemoteRefs(bare.folder() / "cache", {origin.string(), {}}), "refs/heads/" + branch,
                       "origin");
  };
  const auto refused = open("main")->load(k_files);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().kind == Problem::Kind::foreign);
  CHECK(refused.error().text == "refs/heads/main of origin does not hold a state but README.md and flowsync.yaml");
  const auto here = open("empty");
  const auto none = here->load(k_files);
  REQUIRE_MESSAGE(none.ok(), none.error().text);
  CHECK(none->files.empty());
  CHECK(here->save({{k_state_file, text_of(1)}}, none->version, commit_note(false)).ok());
  CHECK(here->load(k_files)->files.contains(k_state_file));
}
