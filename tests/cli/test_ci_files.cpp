#include "base/atomic_file.hpp"
#include "cli/sandbox.hpp"
#include "support/git_repository.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <regex>
#include <string>

namespace fs = std::filesystem;
using flowsync::testing::Sandbox;

namespace {

// All files below these folders that CI reads, by path.
std::map<std::string, std::string> ci_files_of(const Sandbox& box, const std::string& root)
{
  std::map<std::string, std::string> files;
  for (const auto* const below : {".github", ".gitlab"}) {
    const auto folder = box.folder() / root / below;
    if (!fs::exists(folder)) {
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file()) {
        const auto path = fs::relative(entry.path(), box.folder()).string();
        files[path] = box.read(path);
      }
    }
  }
  return files;
}

std::size_t times(const std::string& text, const std::string& words)
{
  std::size_t found = 0;
  for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
    ++found;
  }
  return found;
}

// The text of one job of a workflow.
std::string job_of(const std::string& workflow, const std::string& name)
{
  const auto begin = workflow.find("\n  " + name + ":");
  REQUIRE_MESSAGE(begin != std::string::npos, name);
  const std::regex next("\n  [a-z][a-z0-9-]*:");
  std::smatch found;
  const auto rest = workflow.substr(begin + 4);
  return std::regex_search(rest, found, next) ? rest.substr(0, static_cast<std::size_t>(found.position())) : rest;
}

} // namespace

TEST_CASE("no job of a workflow holds the key of another environment, or one that may write where it only reads")
{
  Sandbox box;
  REQUIRE(box.run({"init", "crm", "--bare", "-e", "dev", "-e", "live-eu"}).exit == 0);
  const auto main = box.read("crm/.github/workflows/flowsync.yml");
  const auto night = box.read("crm/.github/workflows/flowsync-nightly.yml");
  const auto prune = box.read("crm/.github/workflows/flowsync-prune.yml");
  const auto check = [&](const std::string& workflow, const std::string& job, const std::string& key) {
    const auto text = job_of(workflow, job);
    CAPTURE(job);
    CHECK(times(text, "secrets.") == (key.empty() ? 0 : 1));
    CHECK(times(text, "secrets." + key + " }}") == (key.empty() ? 0 : 1));
    CHECK(times(text, "permissions: {") == 1);
    CHECK(times(text, "contents: write") == (key.ends_with("SERVICE_KEY") ? 1 : 0));
    CHECK(times(text, "    environment: ") == (key.ends_with("SERVICE_KEY") ? 1 : 0)); // whose reviewers approve
    CHECK(times(text, "persist-credentials: false") == 1);
  };
  for (const auto* const job : {"validate", "affected", "plans"}) {
    check(main, job, "");
  }
  check(main, "plan-dev", "NEXLA_DEV_PLAN_KEY");
  check(main, "plan-live-eu", "NEXLA_LIVE_EU_PLAN_KEY");
  check(main, "apply-dev", "NEXLA_DEV_SERVICE_KEY");
  check(main, "apply-live-eu", "NEXLA_LIVE_EU_SERVICE_KEY");
  check(night, "drift-live-eu", "NEXLA_LIVE_EU_PLAN_KEY");
  check(night, "resume-live-eu", "NEXLA_LIVE_EU_SERVICE_KEY");
  check(prune, "plan-live-eu", "NEXLA_LIVE_EU_PLAN_KEY");
  check(prune, "prune-live-eu", "NEXLA_LIVE_EU_SERVICE_KEY");
  CHECK(times(job_of(main, "apply-dev"), "needs: validate\n") == 1);
  CHECK(times(job_of(main, "apply-live-eu"), "needs: apply-dev\n") == 1); // in order
  for (const auto* const workflow : {&main, &night, &prune}) {
    CHECK(times(*workflow, "\npermissions: {}\n") == 1);
    CHECK(times(*workflow, "qa") == 0);
  }
  CHECK(times(job_of(main, "plans"), "pull-requests: write") == 1);
  CHECK(times(main, "pull-requests: write") == 1);
  CHECK(times(night, "issues: write") == 2);
}

TEST_CASE("every action is pinned to a commit, and no place of a template is left")
{
  Sandbox box;
  REQUIRE(box.run({"init", "p"}).exit == 0);
  REQUIRE(box.run({"init", "crm", "--bare", "-e", "only"}).exit == 0);
  for (const auto* const root : {"p", "crm"}) {
    const auto files = ci_files_of(box, root);
    CHECK(files.size() == 5);
    for (const auto& file : files) {
      CAPTURE(file.first);
      const auto& text = file.second;
      CHECK_FALSE(std::regex_search(text, std::regex("@[A-Z_]+@")));
      const std::regex any("uses: ");
      const std::regex pinned("uses: (\\./|[a-z/-]+@[0-9a-f]{40} # v)");
      const auto count = [&](const std::regex& what) {
        return std::distance(std::sregex_iterator(text.begin(), text.end(), what), std::sregex_iterator());
      };
      CHECK(count(any) == count(pinned));
    }
  }
}

TEST_CASE("actionlint finds nothing in what init writes")
{
  if (std::system("command -v actionlint >/dev/null 2>&1") != 0) {
    MESSAGE("skipped: actionlint is not installed");
    return;
  }
  Sandbox box;
  REQUIRE(box.run({"init", "sample"}).exit == 0);
  REQUIRE(box.run({"init", "one", "--bare", "-e", "only"}).exit == 0);
  REQUIRE(box.run({"init", "many", "--bare", "-e", "dev", "-e", "stage-2", "-e", "live-eu", "-e", "live-us"}).exit ==
          0);
  fs::create_directories(box.folder() / "mono");
  flowsync::testing::run_git(box.folder() / "mono", "init -q");
  REQUIRE(box.run({"init", "mono/data/flows"}).exit == 0);
  for (const auto* const root : {"sample", "one", "many", "mono"}) {
    const auto command =
        "cd '" + (box.folder() / root).string() + "' && actionlint .github/workflows/*.yml > ../said 2>&1";
    const int code = std::system(command.c_str());
    CHECK_MESSAGE(code == 0, root, box.read("said"));
  }
}

TEST_CASE("in a folder of a repository the files for CI go to its root and know the folder")
{
  Sandbox box;
  flowsync::testing::run_git(box.folder(), "init -q");
  REQUIRE(box.run({"init", "data/flows", "--bare", "-e", "dev", "-e", "prod"}).exit == 0);
  CHECK_FALSE(fs::exists(box.folder() / "data/flows/.github"));
  const auto workflow = box.read(".github/workflows/flowsync-data-flows.yml");
  CHECK(times(workflow, "paths: ['data/flows/**'") == 2);
  CHECK(times(workflow, "working-directory: data/flows/") == 1);
  CHECK(times(workflow, "data/flows/plan-prod.json") == 1);
  CHECK(times(box.read(".gitlab/flowsync-data-flows.yml"), "cd data/flows/") == 1);
  CHECK(box.read(".gitlab-ci.yml").find("- local: .gitlab/flowsync-data-flows.yml") != std::string::npos);
  // A second project shares the action, and gets its own workflows, comment and queue.
  const auto other = box.run({"init", "other", "--bare", "-e", "dev"});
  CHECK_MESSAGE(other.exit == 0, other.err);
  CHECK(other.err.find("add `- local: .gitlab/flowsync-other.yml`") != std::string::npos);
  CHECK(fs::exists(box.folder() / ".github/workflows/flowsync-other.yml"));
  const std::regex group("group: ([a-z0-9-]+)-[$]");
  std::smatch first;
  std::smatch second;
  const auto others = box.read(".github/workflows/flowsync-other.yml");
  REQUIRE(std::regex_search(workflow, first, group));
  REQUIRE(std::regex_search(others, second, group));
  CHECK(first[1] != second[1]);
  CHECK(times(workflow, "pattern: " + first[1].str() + "-plan-*") == 1);
  CHECK(box.run({"-C", "other", "init", "--upgrade"}).out == "Everything is as this version writes it.\n");
}

TEST_CASE("the remote or --ci says which CI the files are for, and a remote that the state can be shared")
{
  Sandbox box;
  const auto made = [&](const std::string& folder, const std::string& remote,
                        const std::vector<std::string>& more = {}) {
    fs::create_directories(box.folder() / folder);
    flowsync::testing::run_git(box.folder() / folder, "init -q");
    if (!remote.empty()) {
      flowsync::testing::run_git(box.folder() / folder, "remote add origin " + remote);
    }
    std::vector<std::string> words{"init", folder, "--bare", "-e", "dev"};
    words.insert(words.end(), more.begin(), more.end());
    REQUIRE(box.run(words).exit == 0);
    return std::pair(fs::exists(box.folder() / folder / ".github"),
                     fs::exists(box.folder() / folder / ".gitlab-ci.yml"));
  };
  CHECK(made("a", "git@github.com:acme/flows.git") == std::pair(true, false));
  CHECK(made("b", "https://gitlab.example.com/acme/flows.git") == std::pair(false, true));
  CHECK(made("c", "/srv/git/flows.git") == std::pair(true, true));
  CHECK(made("d", "", {"--ci", "gitlab"}) == std::pair(false, true));
  CHECK(made("e", "", {"--ci", "none"}) == std::pair(false, false));
  CHECK(box.read("c/environments/dev/environment.yaml").find("through the git remote") != std::string::npos);
  CHECK(box.read("e/environments/dev/environment.yaml").find("once this repository has a git remote") !=
        std::string::npos);
  CHECK(box.run({"init", "f", "--ci", "jenkins"}).err.find("choose github, gitlab, both or none") != std::string::npos);
  // With the comments taken away it is valid, and asks for the key that may only read.
  box.edit("c/environments/dev/environment.yaml", "url: sim:dev", "# url: sim:dev");
  auto text = box.read("c/environments/dev/environment.yaml");
  for (const auto* const key : {"url: https", "auth:", "read_auth:", "state:"}) {
    const auto at = text.find(std::string("# ") + key);
    REQUIRE(at != std::string::npos);
    text.erase(at, 2);
  }
  box.write("c/environments/dev/environment.yaml", text);
  CHECK(box.run({"-C", "c", "validate"}).exit == 0);
  const auto ran = box.run({"-C", "c", "plan", "-e", "dev", "--stateless"});
  CHECK(ran.err.find("NEXLA_DEV_PLAN_KEY") != std::string::npos);
}

TEST_CASE("an upgrade renews what nobody edited, and shows the rest as a patch")
{
  Sandbox box;
  REQUIRE(box.run({"init", ".", "--bare", "-e", "dev", "-e", "prod"}).exit == 0);
  const auto upgrade = [&] { return box.run({"init", "--upgrade"}); };
  CHECK(upgrade().out == "Everything is as this version writes it.\n");

  // An environment more: its jobs come before the last one's.
  REQUIRE(box.run({"env", "add", "qa", "--like", "dev"}).exit == 0);
  auto ran = upgrade();
  CHECK(ran.exit == 0);
  CHECK(ran.out == "Renewed 4 files.\n");
  const auto workflow = box.read(".github/workflows/flowsync.yml");
  CHECK(job_of(workflow, "apply-qa").find("needs: apply-dev") != std::string::npos);
  CHECK(job_of(workflow, "apply-prod").find("needs: apply-qa") != std::string::npos);
  CHECK(box.read(".gitlab/flowsync.yml").find("flowsync apply qa:") != std::string::npos);

  // What an older version wrote, and what somebody wrote.
  box.write("schemas/code.schema.json", "{}\n");
  box.edit(".github/workflows/flowsync.yml", "branches: [main]", "branches: [trunk]");
  const auto edited = box.read(".github/workflows/flowsync.yml");
  ran = upgrade();
  CHECK(ran.exit == 0);
  CHECK(ran.err.find("schemas/code.schema.json and .github/workflows/flowsync.yml") != std::string::npos);
  CHECK(ran.out.find("-    branches: [trunk]\n+    branches: [main]\n") != std::string::npos);
  CHECK(box.read(".github/workflows/flowsync.yml") == edited);
  CHECK(box.read("schemas/code.schema.json") == "{}\n");

  // What was taken away stays away, but for the schemas, which specs name; and what is new to this project comes.
  fs::remove(box.folder() / ".github/workflows/flowsync-prune.yml");
  fs::remove(box.folder() / "schemas/code.schema.json");
  upgrade();
  CHECK_FALSE(fs::exists(box.folder() / ".github/workflows/flowsync-prune.yml"));
  CHECK(box.read("schemas/code.schema.json").find("\"title\"") != std::string::npos);
  CHECK(box.run({"init", "--upgrade", "--ci", "github"}).exit == 0);
  CHECK(fs::exists(box.folder() / ".github/workflows/flowsync-prune.yml")); // unless it is asked for
  CHECK(box.run({"init", "--upgrade", "--bare"}).exit == 1);
}

TEST_CASE("the record of what was written is one that sha256sum checks")
{
  Sandbox box;
  flowsync::testing::run_git(box.folder(), "init -q");
  REQUIRE(box.run({"init", "data/flows"}).exit == 0);
  const auto command =
      "cd '" + (box.folder() / "data/flows/schemas").string() + "' && sha256sum --quiet --check SHA256SUMS";
  CHECK(std::system(command.c_str()) == 0);
}

TEST_CASE("workflows of versions that recorded nothing are known, whatever their environments, and renewed")
{
  for (const auto* const version : {"0.1.0", "0.2.0"}) {
    CAPTURE(version);
    Sandbox box;
    REQUIRE(box.run({"init", ".", "--bare", "-e", "dev", "-e", "prod"}).exit == 0);
    const auto now = box.read(".github/workflows/flowsync.yml");
    const auto older = flowsync::read_file(fs::path(FLOWSYNC_SOURCE_DIR) / "tests/golden/older_init" /
                                           (std::string(version) + "-flowsync.yml"));
    REQUIRE(older);
    for (const auto& entry : fs::recursive_directory_iterator(box.folder() / ".github")) {
      if (entry.is_regular_file()) {
        fs::remove(entry.path());
      }
    }
    fs::remove(box.folder() / "schemas/SHA256SUMS");

    box.write(".github/workflows/flowsync.yml", *older);
    auto ran = box.run({"init", "--upgrade"});
    CHECK_MESSAGE(ran.err.find("Edited here") == std::string::npos, ran.out);
    CHECK(box.read(".github/workflows/flowsync.yml") == now);
    CHECK(fs::exists(box.folder() / ".github/workflows/flowsync-nightly.yml"));

    // One word of it changed, and it is somebody's own.
    fs::remove(box.folder() / "schemas/SHA256SUMS");
    box.write(".github/workflows/flowsync.yml", *older);
    box.edit(".github/workflows/flowsync.yml", "ubuntu-latest", "self-hosted");
    ran = box.run({"init", "--upgrade"});
    CHECK(ran.err.find(".github/workflows/flowsync.yml") != std::string::npos);
    CHECK(ran.out.find("-    runs-on: self-hosted") != std::string::npos);
    CHECK(box.read(".github/workflows/flowsync.yml").find("self-hosted") != std::string::npos);
  }
}

TEST_CASE("schemas of versions that recorded nothing are known, and renewed")
{
  Sandbox box;
  REQUIRE(box.run({"init", "."}).exit == 0);
  const auto schema = box.read("schemas/project.schema.json"); // as 0.2.0 wrote it
  fs::remove(box.folder() / "schemas/SHA256SUMS");
  box.write("schemas/environment.schema.json", schema); // as if it were an older one: its digest is known
  const auto ran = box.run({"init", "--upgrade"});
  CHECK(ran.out == "Renewed 1 file.\n");
  CHECK(box.read("schemas/environment.schema.json") != schema);
}
