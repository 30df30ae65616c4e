#include "git/remote.hpp"
#include "support/bare_repository.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <fstream>
#include <thread>

using flowsync::git::find_remote;
using flowsync::git::is_ref_name;
using flowsync::git::NewCommit;
using flowsync::git::RemoteProblem;
using flowsync::git::RemoteRefs;
using flowsync::testing::BareRepository;
using flowsync::testing::run_git;

namespace {

using Kind = RemoteProblem::Kind;
const std::string k_ref = "refs/flowsync/acme/prod";

struct Bare : BareRepository
{
  std::string url() const { return origin().string(); }
  RemoteRefs refs(const std::string& cache = "cache") const { return {folder() / cache, {url(), {}}}; }
};

NewCommit commit(const std::string& text, const std::string& parent = "")
{
  return {parent, {{"state.json", text}, {"trash/a b.yaml", "gone"}}, "Ana <x>", "apply of prod\n\nby ana", 1764000000};
}

} // namespace

TEST_CASE("a ref of a remote is made, read, replaced and removed, each change only from what was expected")
{
  Bare bare;
  const auto refs = bare.refs();
  const auto none = refs.fetch(k_ref, {"state.json"});
  REQUIRE(none.ok());
  CHECK_FALSE(none->has_value());

  const auto first = refs.push(k_ref, "", commit("one"));
  REQUIRE_MESSAGE(first.ok(), first.error().reason);
  const auto again = refs.push(k_ref, "", commit("two"));
  REQUIRE_FALSE(again.ok());
  CHECK(again.error().kind == Kind::moved);

  const auto other = bare.refs("other"); // another machine
  const auto seen = other.fetch(k_ref, {"state.json", "none.json", "trash/a b.yaml"});
  REQUIRE(seen.ok());
  REQUIRE(seen->has_value());
  CHECK((*seen)->id == *first);
  CHECK((*seen)->message == "apply of prod\n\nby ana");
  CHECK((*seen)->files == std::map<std::string, std::string>{{"state.json", "one"}, {"trash/a b.yaml", "gone"}});
  CHECK(*other.list(*first, "trash") == std::vector<std::string>{"trash/a b.yaml"});

  NewCommit next{*first, {{"state.json", "two"}, {"trash/a b.yaml", std::nullopt}}, "", "next", 1};
  const auto second = other.push(k_ref, *first, next);
  REQUIRE_MESSAGE(second.ok(), second.error().reason);
  CHECK(refs.push(k_ref, *first, commit("late", *first)).error().kind == Kind::moved);
  const auto now = refs.fetch(k_ref, {"state.json", "trash/a b.yaml"});
  CHECK((*now)->files == std::map<std::string, std::string>{{"state.json", "two"}});

  const auto wrong = refs.remove(k_ref, *first);
  REQUIRE(wrong.has_value());
  CHECK(wrong->kind == Kind::moved);
  CHECK_FALSE(refs.remove(k_ref, *second).has_value());
  CHECK_FALSE(refs.fetch(k_ref, {})->has_value());
}

TEST_CASE("of many writers at once exactly one wins")
{
  Bare bare;
  for (int round = 0; round < 3; ++round) {
    std::atomic<int> won = 0;
    std::atomic<int> moved = 0;
    std::vector<std::thread> machines;
    for (int number = 0; number < 6; ++number) {
      machines.emplace_back([&, number] {
        const auto refs = bare.refs("cache" + std::to_string(number));
        const auto result = refs.push(k_ref + std::to_string(round), "", commit(std::to_string(number)));
        won += result.ok() ? 1 : 0;
        moved += !result.ok() && result.error().kind == Kind::moved ? 1 : 0;
      });
    }
    for (auto& machine : machines) {
      machine.join();
    }
    CHECK(won == 1);
    CHECK(moved == 5);
  }
}

TEST_CASE("many readers share one cache")
{
  Bare bare;
  REQUIRE(bare.refs().push(k_ref, "", commit("one")).ok());
  std::atomic<int> read = 0;
  std::vector<std::thread> readers;
  for (int number = 0; number < 6; ++number) {
    readers.emplace_back([&] {
      const auto seen = bare.refs("shared").fetch(k_ref, {"state.json"});
      read += seen.ok() && seen->has_value() && (*seen)->files.at("state.json") == "one" ? 1 : 0;
    });
  }
  for (auto& reader : readers) {
    reader.join();
  }
  CHECK(read == 6);
}

TEST_CASE("a remote that refuses is told from one that is not there")
{
  Bare bare;
  bare.hook("pre-receive", "echo 'these refs are closed' >&2; exit 1\n");
  const auto refused = bare.refs().push(k_ref, "", commit("one"));
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().kind == Kind::refused);
  CHECK(refused.error().reason.find("refuses to change " + k_ref) != std::string::npos);
  CHECK(refused.error().hint.find("ref: refs/heads/") != std::string::npos);

  const RemoteRefs nowhere(bare.folder() / "cache", {(bare.folder() / "no.git").string(), {}});
  CHECK(nowhere.fetch(k_ref, {}).error().kind == Kind::unreachable);
  const RemoteRefs closed(bare.folder() / "cache", {"http://user:s3cret@127.0.0.1:1/x.git", {}});
  const auto unreachable = closed.fetch(k_ref, {});
  REQUIRE_FALSE(unreachable.ok());
  CHECK(unreachable.error().kind == Kind::unreachable);
  CHECK(unreachable.error().reason.find("s3cret") == std::string::npos);
}

TEST_CASE("an answer that was lost is found out about")
{
  Bare bare;
  // The server does it and dies before it says so.
  bare.hook("post-receive", "kill -9 $(ps -o ppid= $$)\n");
  const auto pushed = bare.refs().push(k_ref, "", commit("one"));
  CHECK(pushed.ok());
}

TEST_CASE("what a killed run or a full disk leaves in the cache is in nobody's way")
{
  Bare bare;
  const auto refs = bare.refs();
  const auto first = refs.push(k_ref, "", commit("one"));
  REQUIRE(first.ok());
  REQUIRE(refs.fetch(k_ref, {})->has_value());
  const auto cache = bare.folder() / "cache";
  SUBCASE("a lock of git's")
  {
    bare.write("cache/shallow.lock", "");
    std::filesystem::last_write_time(cache / "shallow.lock",
                                     std::filesystem::file_time_type::clock::now() - std::chrono::minutes{5});
  }
  SUBCASE("an empty HEAD")
  {
    bare.write("cache/HEAD", "");
  }
  SUBCASE("an empty configuration")
  {
    bare.write("cache/config", "");
  }
  SUBCASE("no objects")
  {
    std::filesystem::remove_all(cache / "objects");
  }
  SUBCASE("empty objects")
  {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(cache / "objects")) {
      if (entry.is_regular_file()) {
        std::filesystem::permissions(entry.path(), std::filesystem::perms::owner_all);
        std::filesystem::resize_file(entry.path(), 0);
      }
    }
  }
  SUBCASE("empty refs")
  {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(cache / "refs")) {
      if (entry.is_regular_file()) {
        std::filesystem::resize_file(entry.path(), 0);
      }
    }
  }
  const auto seen = refs.fetch(k_ref, {"state.json"});
  REQUIRE_MESSAGE(seen.ok(), seen.error().reason);
  REQUIRE(seen->has_value());
  CHECK((*seen)->files.at("state.json") == "one");
  const auto second = refs.push(k_ref, *first, commit("two", *first));
  CHECK_MESSAGE(second.ok(), second.error().reason);
}

TEST_CASE("a ref that points to no commit is not taken for ours")
{
  Bare bare;
  run_git(bare.folder() / "origin.git", "update-ref " + k_ref + " $(echo x | git hash-object -w --stdin)");
  const auto seen = bare.refs().fetch(k_ref, {});
  REQUIRE_FALSE(seen.ok());
  CHECK(seen.error().kind == Kind::refused);
}

TEST_CASE("of a checkout only the remote's address and headers count")
{
  Bare bare;
  run_git(bare.folder(), "clone origin.git work");
  const auto work = bare.folder() / "work";
  bare.write("work/deep/file", "");
  run_git(work, "config remote.origin.url ../origin.git");
  run_git(work, "config http.https://example.org/.extraheader 'AUTHORIZATION: basic abc'");
  run_git(work, "config url.ext::sh.insteadOf ../origin.git");
  run_git(work, "config core.sshCommand 'touch " + (bare.folder() / "ran").string() + "'");
  run_git(work, "config remote.origin.uploadpack 'touch " + (bare.folder() / "ran").string() + "; git-upload-pack'");
  run_git(work, "config alias.fetch '!touch " + (bare.folder() / "ran").string() + "'");
  const auto found = find_remote(work / "deep", "origin");
  REQUIRE_MESSAGE(found.ok(), found.error().reason);
  CHECK(found->url == bare.url());
  REQUIRE(found->headers.size() == 1);
  CHECK(found->headers[0].second == "AUTHORIZATION: basic abc");
  const RemoteRefs refs(bare.folder() / "cache", *found);
  CHECK(refs.push(k_ref, "", commit("one")).ok());
  CHECK_FALSE(std::filesystem::exists(bare.folder() / "ran"));

  CHECK(find_remote(work, "upstream").error().reason.find("no remote called upstream") != std::string::npos);
  CHECK(find_remote(work, "https://example.org/x.git")->url == "https://example.org/x.git");
  CHECK(find_remote(work, "git@example.org:a/b.git")->url == "git@example.org:a/b.git");
}

TEST_CASE("what may be the name of a ref")
{
  CHECK(is_ref_name("refs/flowsync/acme-data/prod"));
  CHECK(is_ref_name("refs/heads/flowsync-state"));
  for (const auto* const bad :
       {"", "refs", "refs/heads", "heads/x", "refs/heads/", "refs/heads/a..b", "refs/heads/a b", "refs/heads/a.lock",
        "refs/heads/.a", "refs/heads/a^", "refs/heads/a:b", "refs//a", "--upload-pack=x"}) {
    CHECK_FALSE_MESSAGE(is_ref_name(bad), bad);
  }
}
