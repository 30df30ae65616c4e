#include "base/base64.hpp"
#include "git/remote.hpp"
#include "support/bare_repository.hpp"
#include "support/git_servers.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <functional>
#include <thread>

using flowsync::encode_base64;
using flowsync::git::find_remote;
using flowsync::git::NewCommit;
using flowsync::git::RemoteAddress;
using flowsync::git::RemoteProblem;
using flowsync::git::RemoteRefs;
using flowsync::testing::BareRepository;
using flowsync::testing::GitDaemon;
using flowsync::testing::GitOverHttp;
using flowsync::testing::run_git;
using flowsync::testing::TemporaryFolder;

namespace {

using Kind = RemoteProblem::Kind;
const std::string k_state_ref = "refs/flowsync/acme/prod";

NewCommit one_file(const std::string& text, const std::string& parent = "")
{
  return {parent, {{"state.json", text}}, "Ana", "apply of prod", 1764000000};
}

// One repository as every kind of server offers it.
struct Served : BareRepository
{
  GitDaemon daemon{folder()};
  GitOverHttp web{folder()};

  Served() { run_git(origin(), "config http.receivepack true"); }
  std::vector<std::string> urls() const
  {
    return {origin().string(), "file://" + origin().string(), daemon.url("origin.git"), web.url("origin.git")};
  }
  RemoteRefs machine(const std::string& url, const std::string& name) const
  {
    return {folder() / ("cache-" + name), {url, {}}};
  }
};

} // namespace

TEST_CASE("every kind of git server: a ref is made, read, replaced from what was expected, and removed")
{
  const Served served;
  for (const auto& url : served.urls()) {
    CAPTURE(url);
    const auto here = served.machine(url, "here");
    const auto there = served.machine(url, "there");
    REQUIRE_FALSE(here.fetch(k_state_ref, {})->has_value());
    const auto first = here.push(k_state_ref, "", one_file("one"));
    REQUIRE_MESSAGE(first.ok(), first.error().reason);
    CHECK(there.push(k_state_ref, "", one_file("other")).error().kind == Kind::moved);
    const auto seen = there.fetch(k_state_ref, {"state.json"});
    REQUIRE_MESSAGE(seen.ok(), seen.error().reason);
    CHECK((*seen)->files.at("state.json") == "one");
    CHECK(*there.where(k_state_ref) == *first);
    const auto second = there.push(k_state_ref, *first, one_file("two", *first));
    REQUIRE_MESSAGE(second.ok(), second.error().reason);
    CHECK(here.push(k_state_ref, *first, one_file("late", *first)).error().kind == Kind::moved);
    CHECK(here.remove(k_state_ref, *first)->kind == Kind::moved);
    CHECK_FALSE(here.remove(k_state_ref, *second).has_value());
    CHECK(here.where(k_state_ref)->empty());
  }
}

TEST_CASE("every kind of git server: of twenty machines that want one ref one gets it, each time")
{
  const Served served;
  constexpr int k_machines = 20;
  for (const auto& url : served.urls()) {
    CAPTURE(url);
    std::atomic<int> won = 0;
    std::atomic<int> moved = 0;
    std::atomic<bool> go = false;
    std::vector<std::thread> machines;
    for (int number = 0; number < k_machines; ++number) {
      machines.emplace_back([&, number] {
        const auto refs = served.machine(url, std::to_string(number));
        while (!go) {
          std::this_thread::yield();
        }
        const auto result = refs.push(k_state_ref + "_lock", "", one_file(std::to_string(number)));
        won += result.ok() ? 1 : 0;
        moved += !result.ok() && result.error().kind == Kind::moved ? 1 : 0;
      });
    }
    go = true;
    for (auto& machine : machines) {
      machine.join();
    }
    CHECK(won == 1);
    CHECK(moved == k_machines - 1);
    run_git(served.origin(), "update-ref -d " + k_state_ref + "_lock");
  }
}

TEST_CASE("every kind of git server: one that does not allow it says so with its own words")
{
  const Served served;
  served.hook("update", "case $1 in refs/flowsync/*) echo 'this namespace is closed' >&2; exit 1;; esac\n");
  for (const auto& url : served.urls()) {
    CAPTURE(url);
    const auto refused = served.machine(url, "here").push(k_state_ref, "", one_file("one"));
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().kind == Kind::refused);
    CHECK(refused.error().reason.find("refuses to change " + k_state_ref) != std::string::npos);
    CHECK(refused.error().hint.find("ref: refs/heads/") != std::string::npos);
    const auto elsewhere = served.machine(url, "here").push("refs/heads/flowsync-state", "", one_file("one"));
    REQUIRE_MESSAGE(elsewhere.ok(), elsewhere.error().reason);
    run_git(served.origin(), "update-ref -d refs/heads/flowsync-state");
  }
}

TEST_CASE("a ref that somebody forced elsewhere is read as it is, and not written over")
{
  const Served served;
  for (const auto& url : served.urls()) {
    CAPTURE(url);
    const auto here = served.machine(url, "here");
    const auto first = here.push(k_state_ref, "", one_file("one"));
    REQUIRE(first.ok());
    run_git(served.origin(), "update-ref " + k_state_ref +
                                 " $(git -c user.name=t -c user.email=t@example.org commit-tree -m x $(git hash-object "
                                 "-t tree -w /dev/null))");
    CHECK(here.push(k_state_ref, *first, one_file("two", *first)).error().kind == Kind::moved);
    const auto seen = here.fetch(k_state_ref, {"state.json"});
    REQUIRE(seen.ok());
    CHECK((*seen)->files.empty());
    run_git(served.origin(), "update-ref -d " + k_state_ref);
  }
}

TEST_CASE("a branch called like the ref is not taken for it")
{
  const Served served;
  run_git(served.origin(), "update-ref refs/heads/" + k_state_ref +
                               " $(git -c user.name=t -c user.email=t@example.org commit-tree -m x $(git hash-object "
                               "-t tree -w /dev/null))");
  for (const auto& url : served.urls()) {
    CAPTURE(url);
    const auto seen = served.machine(url, "here").fetch(k_state_ref, {});
    REQUIRE(seen.ok());
    CHECK_FALSE(seen->has_value());
  }
}

TEST_CASE("a token in the checkout's configuration opens a repository, and without it the way to give one is named")
{
  const Served served;
  const GitOverHttp guarded(served.folder(), "t0ken");
  const RemoteRefs without(served.folder() / "cache", {guarded.url("origin.git"), {}});
  const auto refused = without.fetch(k_state_ref, {});
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().kind == Kind::refused);
  CHECK(refused.error().hint.find("token") != std::string::npos);
  run_git(served.folder(), "clone origin.git work");
  const auto work = served.folder() / "work";
  run_git(work, "config remote.origin.url " + guarded.url("origin.git"));
  run_git(work, "config http." + guarded.url("") + ".extraheader 'AUTHORIZATION: Basic " +
                    encode_base64("x-access-token:t0ken") + "'");
  const auto found = find_remote(work, "origin");
  REQUIRE(found.ok());
  const RemoteRefs with(served.folder() / "cache", *found);
  const auto pushed = with.push(k_state_ref, "", one_file("one"));
  CHECK_MESSAGE(pushed.ok(), pushed.error().reason);
}

TEST_CASE("ssh without a key that the host knows is refused with the way out")
{
  const TemporaryFolder folder;
  folder.write("ssh", "#!/bin/sh\necho 'git@example.org: Permission denied (publickey).' >&2\nexit 255\n");
  std::filesystem::permissions(folder.folder() / "ssh", std::filesystem::perms::owner_all);
  ::setenv("GIT_SSH_COMMAND", (folder.folder() / "ssh").c_str(), 1);
  const RemoteRefs refs(folder.folder() / "cache", {"git@example.org:acme/flows.git", {}});
  const auto refused = refs.fetch(k_state_ref, {});
  ::unsetenv("GIT_SSH_COMMAND");
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().kind == Kind::refused);
  CHECK(refused.error().reason == "git says: git@example.org: Permission denied (publickey).");
  CHECK(refused.error().hint.find("ssh-agent") != std::string::npos);
}

TEST_CASE("every kind of checkout leads to its remote, and is left as it was")
{
  const Served served;
  const auto root = served.folder();
  run_git(root, "clone origin.git first");
  served.write("first/flowsync.yaml", "a");
  for (const auto* const words :
       {"add -A", "commit -m one", "commit --allow-empty -m two", "push origin HEAD:refs/heads/main"}) {
    run_git(root / "first", words);
  }
  run_git(served.origin(), "config uploadpack.allowFilter true");
  run_git(served.origin(), "symbolic-ref HEAD refs/heads/main");
  const auto url = "file://" + served.origin().string();
  run_git(root, "clone --depth 1 " + url + " shallow");
  run_git(root, "clone --filter=blob:none --no-checkout " + url + " partial");
  run_git(root, "clone " + url + " detached");
  run_git(root / "detached", "checkout --detach HEAD~1");
  run_git(root / "first", "worktree add ../worktree HEAD~1");
  run_git(root, "init outer");
  run_git(root / "outer", "submodule add " + url + " inner");
  for (const std::string name : {"shallow", "partial", "detached", "worktree", "outer/inner"}) {
    CAPTURE(name);
    const auto checkout = root / name;
    run_git(checkout, "for-each-ref > ../before 2>&1; (git status --porcelain >> ../before)");
    const auto found = find_remote(checkout, "origin");
    REQUIRE_MESSAGE(found.ok(), found.error().reason);
    const RemoteRefs refs(checkout / ".flowsync/shared/prod/git", *found);
    const auto pushed = refs.push(k_state_ref, "", one_file(name));
    REQUIRE_MESSAGE(pushed.ok(), pushed.error().reason);
    CHECK((*served.machine(url, "other").fetch(k_state_ref, {"state.json"}))->files.at("state.json") == name);
    CHECK_FALSE(refs.remove(k_state_ref, *pushed).has_value());
    std::filesystem::remove_all(checkout / ".flowsync");
    run_git(checkout, "for-each-ref > ../after 2>&1; (git status --porcelain >> ../after); cmp ../before ../after");
  }
}
