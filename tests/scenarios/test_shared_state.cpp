#include "support/git_repository.hpp"
#include "torture/git_fault.hpp"
#include "workspace.hpp"

#include <doctest/doctest.h>

#include <array>
#include <thread>

using namespace flowsync::scenarios;
using flowsync::testing::run_git;
using nlohmann::json;

namespace {

// The project of a workspace in a repository with a remote, its state shared through it, and further clones of it.
struct Team
{
  Workspace workspace;

  Team()
  {
    auto settings = workspace.read(k_dev_file);
    const auto spec = settings.find("spec:\n");
    REQUIRE(spec != std::string::npos);
    settings.insert(spec + 6, "  state: {backend: git}\n  limits: {create_settle: 500ms}\n");
    workspace.write(k_dev_file, settings);
    workspace.write(".gitignore", ".flowsync/\n");
    const auto root = workspace.root();
    run_git(root, "init");
    run_git(root, "init --bare .flowsync/origin.git");
    run_git(root, "remote add origin .flowsync/origin.git");
    run_git(root, "add -A");
    run_git(root, "commit -m one", "2026-11-20T08:00:00Z");
    run_git(root, "push origin HEAD:refs/heads/main");
  }
  std::filesystem::path clone(const std::string& name)
  {
    run_git(workspace.root(), "clone -b main .flowsync/origin.git .flowsync/" + name);
    return workspace.root() / ".flowsync" / name;
  }
  Ran run_in(const std::filesystem::path& folder, std::vector<std::string> words)
  {
    words.insert(words.begin(), {"-C", folder.string()});
    return workspace.run(words);
  }
  void forget_machine() { std::filesystem::remove_all(workspace.root() / ".flowsync/shared"); }
};

} // namespace

TEST_CASE("two machines that apply the same new flows at once make each of them once")
{
  Team team;
  const auto a = team.clone("a");
  const auto b = team.clone("b");
  Ran first;
  Ran second;
  {
    std::thread other([&] {
      second = team.run_in(b, {"apply", "-e", "dev", "--auto-approve", "--lock-timeout", "1m"});
    });
    first = team.run_in(a, {"apply", "-e", "dev", "--auto-approve", "--lock-timeout", "1m"});
    other.join();
  }
  CHECK_MESSAGE(first.exit == 0, first.err);
  CHECK_MESSAGE(second.exit == 0, second.err);
  const auto c = team.clone("c");
  const auto plan = team.run_in(c, {"plan", "-e", "dev", "--detailed-exitcode"});
  CHECK_MESSAGE(plan.exit == 0, plan.out);
  CHECK(ends_with_no_changes(plan));
  const auto history = json::parse(team.run_in(c, {"history", "-e", "dev", "--format", "json"}).out);
  CHECK(history.at("applies").size() == 1);
}

TEST_CASE("a machine that is forgotten between two commands changes nothing in what is said")
{
  Team team;
  REQUIRE(team.workspace.apply().exit == 0);
  team.forget_machine();
  CHECK(ends_with_no_changes(team.workspace.plan()));
  team.forget_machine();
  CHECK(team.workspace.run({"drift", "-e", "dev"}).exit == 0);
  team.forget_machine();
  CHECK(team.workspace.run({"state", "list", "-e", "dev"}).out.find("web-orders/source") != std::string::npos);
  CHECK(says(team.workspace.run({"doctor", "-e", "dev"}), "refs/flowsync/"));
}

TEST_CASE("a key that one machine removes disappears through another")
{
  Team team;
  const auto specs = team.workspace.read(k_order_file);
  auto with_key = specs;
  const auto config = with_key.find("config:\n");
  REQUIRE(config != std::string::npos);
  const auto line = with_key.find('\n', config) + 1;
  const auto indent = with_key.find_first_not_of(' ', line) - line;
  with_key.insert(line, std::string(indent, ' ') + "extra.key: short-lived\n");
  team.workspace.write(k_order_file, with_key);
  REQUIRE(team.workspace.apply().exit == 0);
  team.forget_machine();
  team.workspace.write(k_order_file, specs);
  const auto plan = team.workspace.plan();
  CHECK(says(plan, "extra.key"));
  CHECK(says(plan, "1 to change"));
  CHECK(team.workspace.apply().exit == 0);
}

TEST_CASE("the state that one machine has moves to git with one command, and back")
{
  Team team;
  auto settings = team.workspace.read(k_dev_file);
  const std::string line = "  state: {backend: git}\n";
  settings.erase(settings.find(line), line.size());
  team.workspace.write(k_dev_file, settings);
  REQUIRE(team.workspace.apply().exit == 0);
  const auto moved = team.workspace.run({"state", "migrate", "-e", "dev", "--to", "git"});
  CHECK_MESSAGE(moved.exit == 0, moved.err);
  CHECK(says(moved, "state: {backend: git}"));
  CHECK(team.workspace.run({"state", "migrate", "-e", "dev", "--to", "git"}).exit == 6);
  settings.insert(settings.find("spec:\n") + 6, line);
  team.workspace.write(k_dev_file, settings);
  CHECK(ends_with_no_changes(team.workspace.plan()));

  const auto pulled = team.workspace.run({"state", "pull", "-e", "dev"});
  CHECK(pulled.exit == 0);
  team.workspace.write("pulled.json", pulled.out);
  CHECK(team.workspace.run({"state", "push", "-e", "dev", "pulled.json"}).exit == 0);
  team.workspace.write("pulled.json", pulled.out.substr(0, pulled.out.size() / 2));
  CHECK(team.workspace.run({"state", "push", "-e", "dev", "pulled.json"}).exit == 6);
  team.workspace.write("pulled.json", "{}");
  const auto none = team.workspace.run({"state", "push", "-e", "dev", "pulled.json"});
  CHECK(none.exit == 1);
  CHECK(says(none, "pulled.json is not a state of flowsync"));
}

TEST_CASE("the history tells what was done, with the ids of what was made, also where more was planned")
{
  Workspace workspace(SwitchValues{{"detection", "never"}});
  workspace.edit(k_dev_file, "  variables:", "  limits: {detect_timeout: 1s}\n  variables:");
  REQUIRE(workspace.apply().exit == 4);
  const auto history = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words{"history", "-e", "dev", "--format", "json"};
    words.insert(words.end(), more.begin(), more.end());
    return json::parse(workspace.run(words).out).at("applies").at(0);
  };
  const auto apply = history({std::to_string(history({}).at("serial").get<int>())});
  std::size_t made = 0;
  for (const auto& change : apply.at("changes")) {
    const bool done = change.at("outcome") == "done";
    made += done ? 1U : 0U;
    CHECK(done == change.at("id").is_number());
  }
  CHECK(made > 0);
  CHECK(apply.at("summary").at("create") == made);
}

TEST_CASE("a rebuilt state goes on counting where the history ends")
{
  Workspace workspace;
  workspace.apply_well();
  const auto serial_of_last = [&] {
    return json::parse(workspace.run({"history", "-e", "dev", "--format", "json"}).out)
        .at("applies")
        .at(0)
        .at("serial");
  };
  const auto before = serial_of_last();
  REQUIRE(workspace.run({"state", "rebuild", "-e", "dev"}).exit == 0);
  workspace.edit(k_order_file, "name: Web orders\n", "name: Orders of the web\n");
  workspace.apply_well();
  CHECK(serial_of_last() > before);
}

TEST_CASE("an apply that cannot reach the shared state writes nothing, and a plan says how to go on")
{
  Team team;
  run_git(team.workspace.root(), "remote set-url origin http://127.0.0.1:1/none.git");
  const auto apply = team.workspace.apply();
  CHECK(apply.exit == 7);
  CHECK(team.workspace.plan().exit == 7);
  CHECK(team.workspace.run({"plan", "-e", "dev", "--stateless"}).exit == 0);
}

TEST_CASE("the lock of a shared state is named and taken away")
{
  Team team;
  const auto root = team.workspace.root();
  const auto before = team.workspace.run({"state", "unlock", "-e", "dev"});
  CHECK(before.exit == 0);
  CHECK(says(before, "nothing to unlock"));
  // A run on another machine, alive as far as anybody can tell.
  const auto project = json::parse(team.workspace.run({"plan", "-e", "dev", "--format", "json"}).out).at("project");
  const auto ref = "refs/flowsync/" + project.get<std::string>() + "/dev_lock";
  const auto lock_since = [&](const std::string& year) {
    run_git(root / ".flowsync/origin.git",
            "update-ref " + ref +
                " $(printf "
                "'{\"id\":\"1\",\"what\":\"apply\",\"who\":\"ana\",\"pid\":7,\"host\":\"elsewhere\",\"machine\":\"m\","
                "\"started_at\":\"" +
                year +
                "-01-01T00:00:00.000Z\"}' | git -c user.name=t -c user.email=t@example.org "
                "commit-tree $(git hash-object -t tree -w /dev/null))");
  };
  lock_since("2020"); // nobody waits for that one
  const auto plan = team.workspace.run({"plan", "-e", "dev", "--detailed-exitcode"});
  CHECK_MESSAGE(plan.exit == 2, plan.out << plan.err);
  CHECK(says(plan, "lock-abandoned"));
  lock_since("2099");
  CHECK(team.workspace.run({"plan", "-e", "dev", "--detailed-exitcode"}).exit == 6);
  const auto refused = team.workspace.apply();
  CHECK(refused.exit == 6);
  CHECK(says(refused, "ana on elsewhere"));
  const auto unlocked = team.workspace.run({"state", "unlock", "-e", "dev"});
  CHECK_MESSAGE(unlocked.exit == 0, unlocked.err);
  CHECK(says(unlocked, "ana on elsewhere"));
  CHECK(team.workspace.apply().exit == 0);
}

TEST_CASE("an apply from a work tree that is not as committed says so wherever its history is told")
{
  Team team;
  auto& workspace = team.workspace;
  workspace.edit(k_order_file, "max.file.size.mb: 512", "max.file.size.mb: 256");
  workspace.apply_well();
  run_git(workspace.root(), "commit -q -a -m two");
  workspace.edit(k_order_file, "csv.delimiter: \";\"", "csv.delimiter: \"|\"");
  run_git(workspace.root(), "commit -q -a -m three");
  const auto planned = workspace.plan_json();
  workspace.apply_well();
  team.forget_machine();
  const auto applies = json::parse(workspace.run({"history", "-e", "dev", "--format", "json"}).out).at("applies");
  REQUIRE(applies.size() == 2);
  CHECK(applies[0].at("dirty") == false);
  CHECK(applies[1].at("dirty") == true);
  CHECK(applies[0].at("actions_digest").get<std::string>().starts_with("sha256:"));
  const auto text = workspace.run({"history", "-e", "dev"}).out;
  CHECK(text.find("(dirty)") != std::string::npos);
  CHECK(text.find("(dirty)") == text.rfind("(dirty)"));
  const auto one = workspace.run({"history", "-e", "dev", std::to_string(applies[1].at("serial").get<int>())});
  CHECK(says(one, "plan " + applies[1].at("actions_digest").get<std::string>()));
  const auto project = planned.at("project").get<std::string>();
  run_git(workspace.root() / ".flowsync/origin.git",
          "log -1 --format=%B refs/flowsync/" + project + "/dev~1 | grep -q '^commit: .* (dirty)$'");
  run_git(workspace.root() / ".flowsync/origin.git",
          "log -1 --format=%B refs/flowsync/" + project + "/dev | grep -q '^actions_digest: sha256:'");
}

TEST_CASE("a state in git costs a plan two git processes more than one in a file, and the history one fetch")
{
  Team team;
  auto& workspace = team.workspace;
  flowsync::torture::GitWrapper git(workspace.root() / ".flowsync/wrapper");
  workspace.environment["PATH"] = git.path();
  const auto processes = [&](const std::vector<std::string>& words) {
    git.aim(flowsync::torture::GitFault::none, 0);
    CHECK(workspace.run(words).exit == 0);
    return git.counted();
  };
  // Before the first apply, with nothing to do, and with something to do, so that the lock counts.
  const auto of_plans = [&] {
    const auto first = processes({"plan", "-e", "dev"});
    workspace.apply_well();
    const auto nothing = processes({"plan", "-e", "dev"});
    workspace.edit(k_order_file, "max.file.size.mb: 512", "max.file.size.mb: 256");
    const auto something = processes({"plan", "-e", "dev"});
    workspace.edit(k_order_file, "max.file.size.mb: 256", "max.file.size.mb: 512");
    return std::array{first, nothing, something};
  };
  const auto with_git = of_plans();
  CHECK(git.counted("fetch") == 1);
  processes({"history", "-e", "dev"});
  CHECK(git.counted("fetch") == 1);
  workspace.run({"destroy", "-e", "dev", "--confirm", "dev"});
  workspace.edit(k_dev_file, "  state: {backend: git}\n", "");
  const auto with_file = of_plans();
  for (std::size_t i = 0; i < with_git.size(); ++i) {
    CHECK(with_file[i] >= 3); // is the wrapper asked at all?
    CHECK(with_git[i] - with_file[i] == 2);
  }
}

TEST_CASE("a plan for pruning looks for missing specs once")
{
  Team team;
  auto& workspace = team.workspace;
  workspace.apply_well();
  workspace.remove("environments/base/flows/people.yaml");
  flowsync::torture::GitWrapper git(workspace.root() / ".flowsync/wrapper");
  workspace.environment["PATH"] = git.path();
  git.aim(flowsync::torture::GitFault::none, 0);
  const auto plan = workspace.run({"plan", "-e", "dev", "--prune"});
  CHECK_MESSAGE(plan.exit == 6, plan.out << plan.err); // deleted here, and not in git
  CHECK(says(plan, "git restore brings them back"));
  CHECK(git.counted("--stage") == 1);
}

TEST_CASE("an older commit than another machine applied is refused, and going back is said aloud")
{
  Team team;
  auto& workspace = team.workspace;
  const auto old_machine = team.clone("old");
  workspace.edit(k_order_file, "max.file.size.mb: 512", "max.file.size.mb: 256");
  run_git(workspace.root(), "commit -q -a -m two");
  run_git(workspace.root(), "push origin HEAD:refs/heads/main");
  workspace.apply_well();
  CHECK(says(team.run_in(old_machine, {"plan", "-e", "dev"}), "which was applied last"));
  const auto refused = team.run_in(old_machine, {"apply", "-e", "dev", "--auto-approve"});
  CHECK_MESSAGE(refused.exit == 6, refused.err);
  CHECK(says(refused, "--allow-older"));
  const auto back = team.run_in(old_machine, {"apply", "-e", "dev", "--auto-approve", "--allow-older"});
  CHECK_MESSAGE(back.exit == 0, back.err);
  CHECK(ends_with_no_changes(team.run_in(old_machine, {"plan", "-e", "dev"})));
  workspace.apply_well(); // forward again, on the machine that has both
}

TEST_CASE("a pin may go back to what its own environment applied on another machine")
{
  Team team;
  auto& workspace = team.workspace;
  const std::string prod = "environments/prod/environment.yaml";
  workspace.edit(prod,
                 "  safety:", "  naming: {prefix: \"prod \"}\n  base: {ref: v1}\n  state: {backend: git}\n  safety:");
  const auto keep = [&](const std::string& tag) {
    run_git(workspace.root(), "add -A");
    run_git(workspace.root(), "commit -q -m " + tag);
    run_git(workspace.root(), "tag " + tag);
    run_git(workspace.root(), "push --tags origin HEAD:refs/heads/main");
  };
  keep("v1");
  workspace.apply_well("prod");
  workspace.edit(k_order_file, "max.file.size.mb: 512", "max.file.size.mb: 256");
  keep("v2");
  workspace.edit(prod, "ref: v1", "ref: v2");
  keep("v3");
  workspace.apply_well("prod");
  const auto other = team.clone("other");
  run_git(other, "fetch --tags origin");
  const auto back = team.run_in(other, {"promote", "--ref", "v1", "--to", "prod"});
  CHECK_MESSAGE(back.exit == 0, back.err);
  workspace.edit(k_order_file, "max.file.size.mb: 256", "max.file.size.mb: 128");
  keep("v4");
  run_git(other, "fetch --tags origin");
  const auto unproven = team.run_in(other, {"promote", "--ref", "v4", "--to", "prod"});
  CHECK(unproven.exit == 6);
}
