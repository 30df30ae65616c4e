#include "git/commit.hpp"
#include "support/git_repository.hpp"
#include "support/temporary_folder.hpp"
#include "usecase/plan/git_guard.hpp"

#include <doctest/doctest.h>

using namespace flowsync;
using namespace flowsync::usecase;
using flowsync::testing::run_git;
using flowsync::testing::TemporaryFolder;

namespace {

GitStanding standing_at(const std::filesystem::path& root, const StateData& state)
{
  return git_standing(root, git::checked_out_commit(root), state);
}

const std::vector<std::string> k_folders{"flowsync.yaml", "environments"};

// first -> second on main, first -> other on a branch; the second is checked out.
struct Repository
{
  TemporaryFolder box;
  std::filesystem::path root = box.folder() / "r";
  git::Commit first;
  git::Commit second;
  git::Commit other;

  Repository()
  {
    box.write("r/flowsync.yaml", "x");
    run_git(root, "init -q");
    first = commit("one", "2026-11-20T08:00:00Z");
    run_git(root, "checkout -q -b side");
    other = commit("other", "2026-11-22T08:00:00Z");
    run_git(root, "checkout -q main");
    second = commit("two", "2026-11-21T08:00:00Z");
  }

  git::Commit commit(const std::string& name, const std::string& date) const
  {
    box.write("r/environments/" + name + ".yaml", name);
    run_git(root, "add -A");
    run_git(root, "commit -q -m " + name, date);
    return {git::checked_out_commit(root), date.substr(0, 19) + ".000Z"};
  }

  // The same project in a clone that holds only the commit that is checked out here.
  std::filesystem::path shallow() const
  {
    run_git(box.folder(), "clone -q --depth 1 file://" + root.string() + " shallow");
    return box.folder() / "shallow";
  }
};

StateData applied(const git::Commit& commit)
{
  StateData state;
  state.commit = commit.id;
  state.commit_time = commit.time;
  return state;
}

plan::Plan plan_with(plan::Action action)
{
  plan::Plan plan;
  plan.prune = action == plan::Action::remove;
  plan::ResourceChange change;
  change.address = *Address::parse("orders/source");
  change.action = action;
  plan.changes.push_back(change);
  return plan;
}

// check_git() with what the work tree does not have.
Diagnostics check_all(const std::filesystem::path& root, const GitStanding& git, const plan::Plan& plan, bool writes,
                      const GitFlags& flags)
{
  return check_git(root, check_missing_specs(root, k_folders, plan, flags), git, plan, writes, flags);
}

git::CommitOrder order(const std::filesystem::path& root, const git::Commit& last)
{
  return standing_at(root, applied(last)).standing.order;
}

} // namespace

TEST_CASE("the history tells older, newer, same and diverged commits apart")
{
  const Repository repository;
  const auto& root = repository.root;
  CHECK(git::History(root).time_of(repository.first.id) == "2026-11-20T08:00:00.000Z");
  CHECK(git::History(root).time_of(std::string(40, '1')).empty());
  CHECK(order(root, repository.first) == git::CommitOrder::newer);
  CHECK(order(root, repository.second) == git::CommitOrder::same);
  CHECK(order(root, repository.other) == git::CommitOrder::diverged);
  CHECK(order(root, {}) == git::CommitOrder::same); // never applied from git
  run_git(root, "checkout -q " + repository.first.id);
  const auto standing = standing_at(root, applied(repository.second)).standing;
  CHECK(standing.order == git::CommitOrder::older);
  CHECK(!standing.by_time);
}

TEST_CASE("where the history does not reach, the times of the commits decide, and without them nothing does")
{
  const Repository repository;
  auto shallow = repository.shallow(); // holds the second commit only
  CHECK(order(shallow, repository.first) == git::CommitOrder::newer);
  auto standing = standing_at(shallow, applied(repository.other)).standing; // made later, and not in the clone
  CHECK(standing.order == git::CommitOrder::older);
  CHECK(standing.by_time);
  CHECK(!standing.reason.empty());
  standing = standing_at(shallow, applied({std::string(40, '1'), ""})).standing;
  CHECK(standing.order == git::CommitOrder::unknown);
  CHECK(!standing.reason.empty());
}

TEST_CASE("a commit of the same second counts as newer only where the history shows it")
{
  const Repository repository;
  const auto& root = repository.root;
  const auto next = repository.commit("three", "2026-11-21T08:00:00Z");
  CHECK(order(root, repository.second) == git::CommitOrder::newer);
  const auto shallow = repository.shallow(); // holds the third commit only
  const auto standing = standing_at(shallow, applied(repository.second));
  CHECK(standing.now.time == next.time);
  CHECK(standing.standing.order == git::CommitOrder::unknown);
  CHECK(standing.standing.reason.ends_with(", and both commits were made in the same second"));
  const auto told = check_all(shallow, standing, plan_with(plan::Action::update), true, {});
  CHECK(told.items().front().code == "commit-unknown");
  CHECK(check_all(shallow, standing, plan_with(plan::Action::remove), true, {}).exit_code() == ExitCode::refused);
  run_git(root, "checkout -q " + repository.second.id);
  CHECK(order(root, next) == git::CommitOrder::older);
}

TEST_CASE("an older commit is refused with exit 6 before any write, unless that is allowed")
{
  const Repository repository;
  run_git(repository.root, "checkout -q " + repository.first.id);
  const auto standing = standing_at(repository.root, applied(repository.second));
  const auto plan = plan_with(plan::Action::update);
  const auto refused = check_all(repository.root, standing, plan, true, {});
  CHECK(refused.exit_code() == ExitCode::refused);
  CHECK(refused.items().front().code == "older-commit");
  CHECK(refused.items().front().hint.find("--allow-older") != std::string::npos);
  CHECK(!check_all(repository.root, standing, plan, true, {true, false}).has_errors());
  CHECK(!check_all(repository.root, standing, plan, false, {}).has_errors()); // nothing would be written
  CHECK(!git_warnings(standing).empty());
  CHECK(!git_warnings(standing).has_errors());
  // What changes nothing does not become the commit that later ones are compared with.
  CHECK(commit_to_record(standing, {}).id == repository.second.id);
  CHECK(commit_to_record(standing, {true, false}).id == repository.first.id);
}

TEST_CASE("commits that went apart are warned about, newer ones are not")
{
  const Repository repository;
  const auto& root = repository.root;
  const auto plan = plan_with(plan::Action::update);
  const auto apart = check_all(root, standing_at(root, applied(repository.other)), plan, true, {});
  CHECK(!apart.has_errors());
  CHECK(apart.items().front().code == "diverged-commit");
  CHECK(check_all(root, standing_at(root, applied(repository.first)), plan, true, {}).empty());
}

TEST_CASE("deleting from a work tree that is not as committed is refused")
{
  const Repository repository;
  const auto& root = repository.root;
  const auto standing = standing_at(root, applied(repository.first));
  const auto prune = plan_with(plan::Action::remove);
  const auto check = [&](const GitFlags& flags = {}) { return check_all(root, standing, prune, true, flags); };
  CHECK(check().empty());
  SUBCASE("a spec was removed")
  {
    std::filesystem::remove(root / "environments" / "one.yaml");
  }
  SUBCASE("a spec was changed and staged")
  {
    repository.box.write("r/environments/one.yaml", "changed");
    run_git(root, "add -A");
  }
  SUBCASE("a spec is new")
  {
    repository.box.write("r/environments/new.yaml", "new");
  }
  const auto refused = check();
  CHECK(refused.exit_code() == ExitCode::refused);
  CHECK(refused.items().front().code == "dirty-prune");
  CHECK(refused.items().front().message.find("environments/") != std::string::npos);
  CHECK(check({false, true}).empty());
  CHECK(check_all(root, standing, plan_with(plan::Action::update), true, {}).empty());
}

TEST_CASE("files that flowsync does not read and git does not keep are not changes")
{
  const Repository repository;
  repository.box.write("r/.flowsync/state/dev/state.json", "{}");
  repository.box.write("r/prod.plan", "{}");
  const auto changed = git::History(repository.root).changed_files();
  REQUIRE(changed.ok());
  CHECK(changed->empty());
}

TEST_CASE("where nothing can be told, values may change and nothing is deleted")
{
  const Repository repository;
  const auto standing = standing_at(repository.root, applied({std::string(40, '1'), ""}));
  const auto warned = check_all(repository.root, standing, plan_with(plan::Action::update), true, {});
  CHECK(!warned.has_errors());
  CHECK(warned.items().front().code == "commit-unknown");
  CHECK(check_all(repository.root, standing, plan_with(plan::Action::remove), true, {}).exit_code() ==
        ExitCode::refused);
}

TEST_CASE("where git does not answer at all, nothing is written by chance")
{
  const Repository repository;
  const auto plan = plan_with(plan::Action::update);
  GitStanding silent{{repository.first.id, ""}, repository.second, {}};
  silent.standing = {git::CommitOrder::unknown, false, "git is not installed here", "install git here"};
  const auto check = [&](bool writes, const GitFlags& flags = {}) {
    return check_all(repository.root, silent, plan, writes, flags);
  };
  const auto refused = check(true);
  CHECK(refused.exit_code() == ExitCode::refused);
  CHECK(refused.items().front().message.find("git is not installed here") != std::string::npos);
  CHECK(refused.items().front().hint == "install git here, or say --allow-older");
  CHECK(!check(false).has_errors());
  CHECK(!check(true, {true, false}).has_errors());
  CHECK(git_warnings(silent).items().front().hint == "install git here");
}

TEST_CASE("nothing is pruned where the work tree does not have specs that git has")
{
  const Repository repository;
  const auto& root = repository.root;
  const auto prune = plan_with(plan::Action::remove);
  const auto check = [&](const std::vector<std::string>& folders = k_folders) {
    return check_missing_specs(root, folders, prune, {});
  };
  CHECK(check().empty());
  std::string code = "missing-specs";
  std::string names = "environments";
  std::string cure;
  SUBCASE("left out by a sparse checkout")
  {
    run_git(root, "update-index --skip-worktree environments/one.yaml");
    std::filesystem::remove(root / "environments/one.yaml");
    cure = "sparse-checkout disable";
  }
  SUBCASE("in a submodule that is not checked out")
  {
    run_git(root, "clone -q . ../other");
    run_git(root, "submodule add -q ../other environments/more");
    run_git(root, "commit -q -m more");
    CHECK(check().empty());
    run_git(root, "submodule deinit -q -f environments/more");
    names = "environments/more (a submodule";
    cure = "git submodule update --init";
  }
  SUBCASE("in a submodule that a symbolic link leads to")
  {
    run_git(root, "clone -q . ../other");
    run_git(root, "submodule add -q ../other vendor/flows");
    std::filesystem::create_symlink("../vendor/flows", root / "environments/more");
    run_git(root, "add -A");
    run_git(root, "commit -q -m more");
    run_git(root, "submodule deinit -q -f vendor/flows");
    names = "vendor/flows (a submodule";
    cure = "git submodule update --init";
  }
  SUBCASE("deleted here only")
  {
    std::filesystem::remove(root / "environments/one.yaml");
    code = "dirty-prune";
    cure = "git restore";
    CHECK(check_missing_specs(root, k_folders, prune, {false, true}).empty());
  }
  const auto refused = check();
  REQUIRE(refused.exit_code() == ExitCode::refused);
  CHECK(refused.items().size() == 1);
  CHECK(refused.items().front().code == code);
  CHECK(refused.items().front().message.find(names) != std::string::npos);
  CHECK(refused.items().front().hint.find(cure) != std::string::npos);
  CHECK(check({"environments/none"}).empty()); // of another environment
  CHECK(check_missing_specs(root, k_folders, plan_with(plan::Action::update), {}).empty());
}

TEST_CASE("outside git nothing is compared")
{
  TemporaryFolder box;
  const auto standing = standing_at(box.folder(), applied({std::string(40, '1'), "2026-11-20T08:00:00.000Z"}));
  CHECK(standing.standing.order == git::CommitOrder::same);
  CHECK(check_all(box.folder(), standing, plan_with(plan::Action::remove), true, {}).empty());
}
