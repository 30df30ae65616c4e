#include "scenarios/workspace.hpp"
#include "support/forge_server.hpp"
#include "support/git_repository.hpp"
#include "support/temporary_folder.hpp"
#include "torture/program.hpp"

#include "git/commit.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

// The workflows that `init` writes, run by act on this machine: the forge is a small server of the tests, the actions
// of others are stand-ins with the same inputs.

using namespace flowsync::scenarios;
using flowsync::testing::ForgeServer;

namespace {

bool is_installed(const std::string& program)
{
  return std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
}

constexpr auto k_artifacts = R"(name: stand-in
inputs: {name: {default: ''}, path: {required: true}, pattern: {default: ''}, merge-multiple: {default: ''}}
runs:
  using: composite
  steps:
    - shell: bash
      env: {NAME: "${{ inputs.name }}", FILES: "${{ inputs.path }}"}
      run: |
)";
constexpr auto k_keep = R"(        mkdir -p "@PLACE@/$NAME"
        for file in $FILES; do cp "$file" "@PLACE@/$NAME/"; done
)";
constexpr auto k_give = R"(        mkdir -p "$FILES"
        for file in "@PLACE@"/*/*; do [ ! -f "$file" ] || cp "$file" "$FILES/"; done
)";

std::string at_place(std::string text, const std::string& place)
{
  for (auto at = text.find("@PLACE@"); at != std::string::npos; at = text.find("@PLACE@")) {
    text.replace(at, 7, place);
  }
  return text;
}

// A repository of a forge with the sample project in a folder of it, whose environments are in one account and keep
// their state in the repository's remote; and a runner, which begins each job with an empty folder.
class Repository : public flowsync::testing::TemporaryFolder
{
public:
  explicit Repository(const std::string& below = "") : forge(ForgeServer::Kind::github), m_below(below)
  {
    made(project());
    flowsync::testing::run_git(folder(), "init -q --bare remote.git");
    git("init -q -b main");
    git("remote add origin https://github.com/acme/flows.git");
    const auto ran = run_program({"init", "--name", "demo"}, {}, project());
    REQUIRE_MESSAGE(ran.exit == 0, ran.err);
    for (const std::string name : {"dev", "qa", "prod"}) {
      auto upper = name;
      std::transform(upper.begin(), upper.end(), upper.begin(),
                     [](char c) { return static_cast<char>(c - 'a' + 'A'); });
      const auto file = "environments/" + name + "/environment.yaml";
      edit(file, "    url: sim:" + name,
           "    auth: {service_key: \"${env.NEXLA_" + upper +
               "_SERVICE_KEY}\"}\n    read_auth: {service_key: \"${env.NEXLA_" + upper +
               "_PLAN_KEY}\"}\n    url: " + account.url());
      edit(file, "  variables:\n", "  state: {backend: git}\n  naming: {suffix: \" " + name + "\"}\n  variables:\n");
    }
    commit();
    stand_in("checkout",
             "name: stand-in\ninputs: {persist-credentials: {default: ''}, fetch-depth: {default: ''}}\nruns:\n"
             "  using: composite\n  steps:\n    - shell: bash\n      run: git clone -q '" +
                 repository().string() + "' . && git remote set-url origin '" + (folder() / "remote.git").string() +
                 "'\n");
    const auto place = (folder() / "artifacts").string();
    stand_in("upload-artifact", k_artifacts + at_place(k_keep, place));
    stand_in("download-artifact", k_artifacts + at_place(k_give, place));
    install();
  }

  std::filesystem::path repository() const { return folder() / "repository"; }
  std::filesystem::path project() const { return repository() / m_below; }
  void git(const std::string& words) const { flowsync::testing::run_git(repository(), words); }
  void commit() const
  {
    git("add -A");
    git("commit -q --allow-empty -m change");
  }
  void edit(const std::string& path, const std::string& from, const std::string& to) const
  {
    const auto file = std::filesystem::relative(project() / path, folder()).string();
    auto text = read(file);
    REQUIRE_MESSAGE(text.find(from) != std::string::npos, from);
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
    }
    write(file, text);
  }
  // Somebody renames a sink in the service's own pages.
  void rename_live(const std::string& from, const std::string& to)
  {
    account.edit_live("data_sinks", account.only("data_sinks", from).at("id").get<std::int64_t>(), {{"name", to}});
  }

  // One event, as the runner sees it. What it printed; its exit code is in `exit`.
  std::string act(const std::string& event, const std::string& payload = "{}", const std::string& workflow = "flowsync")
  {
    std::filesystem::remove_all(folder() / "artifacts");
    write("event.json", payload);
    std::vector<std::string> command{"/usr/bin/env",
                                     "act",
                                     event,
                                     "-b",
                                     "--no-skip-checkout",
                                     "-P",
                                     "ubuntu-latest=-self-hosted",
                                     "-e",
                                     (folder() / "event.json").string(),
                                     "-W",
                                     ".github/workflows/" + workflow + ".yml",
                                     "--var",
                                     "FLOWSYNC_URL=https://releases.example.org/flowsync.tar.gz",
                                     "--var",
                                     "FLOWSYNC_SHA256=" + m_sum,
                                     "-s",
                                     "GITHUB_TOKEN=" + forge.token};
    for (const std::string name : {"DEV", "QA", "PROD"}) {
      for (const std::string kind : {"PLAN", "SERVICE"}) {
        command.insert(command.end(), {"-s", "NEXLA_" + name + "_" + kind + "_KEY=sim-service-key"});
      }
    }
    for (const auto& stand : m_stand_ins) {
      command.insert(command.end(), {"--local-repository", stand});
    }
    const auto path = (folder() / "bin").string() + ":" + std::getenv("PATH");
    const auto ran = run_command(command, {{"PATH", path}, {"HOME", made(folder() / "home").string()}}, repository());
    exit = ran.exit;
    return ran.out + ran.err;
  }
  std::string pull_request(const std::string& workflow = "flowsync", const std::string& from = "acme/flows")
  {
    return act("pull_request",
               R"({"pull_request": {"number": 12, "head": {"repo": {"full_name": ")" + from + R"("}}}})", workflow);
  }
  // The pull request becomes the commit that is checked out.
  std::string merge(const std::string& workflow = "flowsync")
  {
    forge.merged[flowsync::git::checked_out_commit(repository())] = 12;
    return act("push", R"({"ref": "refs/heads/main"})", workflow);
  }

  Workspace account;
  ForgeServer forge;
  int exit = -1;

private:
  static std::filesystem::path made(const std::filesystem::path& folder)
  {
    std::filesystem::create_directories(folder);
    return folder;
  }
  // In the place of an action, under the digest that the workflows name.
  void stand_in(const std::string& name, const std::string& action)
  {
    write("actions/" + name + "/action.yml", action);
    std::string text;
    for (const auto& entry : std::filesystem::directory_iterator(repository() / ".github/workflows")) {
      text += read("repository/.github/workflows/" + entry.path().filename().string());
    }
    const auto at = text.find("actions/" + name + "@");
    REQUIRE(at != std::string::npos);
    m_stand_ins.push_back(text.substr(at, text.find(' ', at) - at) + "=" + (folder() / "actions" / name).string());
  }
  // A release whose program asks our forge, and in place of curl something that has it.
  void install()
  {
    write("release/flowsync/bin/flowsync",
          "#!/bin/sh\nexport GITHUB_API_URL=" + forge.api() + "\nexec " + program_path().string() + " \"$@\"\n");
    write("bin/curl",
          "#!/bin/sh\nfor word; do last=$word; done\ncp '" + folder().string() + "/release.tar.gz' \"$last\"\n");
    for (const auto* const program : {"release/flowsync/bin/flowsync", "bin/curl"}) {
      std::filesystem::permissions(folder() / program, std::filesystem::perms::owner_all);
    }
    REQUIRE(std::system(("cd '" + folder().string() +
                         "' && tar -C release -czf release.tar.gz flowsync && sha256sum release.tar.gz > sum")
                            .c_str()) == 0);
    m_sum = read("sum").substr(0, 64);
  }

  std::string m_below;
  std::string m_sum;
  std::vector<std::string> m_stand_ins;
};

bool tells(const std::string& text, const std::string& words)
{
  return text.find(words) != std::string::npos;
}

} // namespace

TEST_CASE("what init writes for GitHub plans, comments, applies what was reviewed, and tells of drift at night")
{
  if (!is_installed("act")) {
    MESSAGE("skipped: act is not installed");
    return;
  }
  Repository repository;
  auto log = repository.act("push", R"({"ref": "refs/heads/main"})"); // the first apply, of what nobody reviewed
  CHECK_MESSAGE(repository.exit == 0, log);
  CHECK(tells(log, "nothing was reviewed"));
  CHECK(repository.forge.notes.empty());

  repository.git("switch -q -c change");
  repository.edit("environments/prod/environment.yaml", "acme-prod", "acme-live");
  repository.commit();
  log = repository.pull_request();
  CHECK_MESSAGE(repository.exit == 0, log);
  REQUIRE(repository.forge.notes.size() == 1);
  const auto comment = repository.forge.notes.front().body;
  CHECK(tells(comment, "**prod**"));
  CHECK(tells(comment, "acme-live"));
  CHECK_FALSE(tells(comment, "**dev**"));                             // which the change does not touch
  CHECK(tells(log, "file=environments/prod/environment.yaml,line=")); // the annotation

  repository.edit("environments/prod/environment.yaml", "acme-live", "acme-alive"); // pushed again
  repository.git("commit -q -a --amend -m change");
  log = repository.pull_request();
  CHECK_MESSAGE(repository.exit == 0, log);
  REQUIRE(repository.forge.notes.size() == 1);
  CHECK(tells(repository.forge.notes.front().body, "acme-alive"));

  repository.git("switch -q main");
  repository.git("merge -q --no-ff -m merge change");
  log = repository.merge();
  CHECK_MESSAGE(repository.exit == 0, log);
  CHECK(tells(log, "Apply complete! Resources: 0 added, 2 changed, 0 destroyed."));
  CHECK(tells(log, "The comment on pull request 12 of acme/flows has no plan of dev."));

  log = repository.act("schedule", "{}", "flowsync-nightly");
  CHECK_MESSAGE(repository.exit == 0, log);
  CHECK(repository.forge.issues.empty());
  repository.rename_live("WEB_ORDERS prod", "RENAMED");
  log = repository.act("schedule", "{}", "flowsync-nightly");
  CHECK_MESSAGE(repository.exit == 0, log); // the issue tells, not the job
  REQUIRE_MESSAGE(repository.forge.issues.size() == 1, log);
  CHECK(repository.forge.issues.front().open);
  CHECK(tells(repository.forge.issues.front().body, "RENAMED"));
  log = repository.act("workflow_dispatch"); // somebody applies again
  CHECK_MESSAGE(repository.exit == 0, log);
  log = repository.act("schedule", "{}", "flowsync-nightly");
  CHECK_MESSAGE(repository.exit == 0, log);
  CHECK(repository.forge.issues.size() == 1);
  CHECK_FALSE(repository.forge.issues.front().open);
}

TEST_CASE("a merge that is not what was reviewed is refused or told, and a fork is only validated")
{
  if (!is_installed("act")) {
    MESSAGE("skipped: act is not installed");
    return;
  }
  const std::string workflow = "flowsync-data-flows";
  Repository repository("data/flows");
  auto log = repository.act("push", R"({"ref": "refs/heads/main"})", workflow);
  CHECK_MESSAGE(repository.exit == 0, log);
  repository.git("switch -q -c change");
  repository.edit("environments/dev/environment.yaml", "acme-dev", "acme-development");
  repository.commit();
  log = repository.pull_request(workflow, "eve/flows");
  CHECK_MESSAGE(repository.exit == 0, log);
  CHECK(tells(log, "it is only validated"));
  CHECK(repository.forge.notes.empty());
  CHECK_FALSE(tells(log, "plan-dev"));

  log = repository.pull_request(workflow);
  CHECK_MESSAGE(repository.exit == 0, log);
  REQUIRE(repository.forge.notes.size() == 1);
  CHECK(tells(repository.forge.notes.front().body, "acme-development"));

  // Nexla moved after the review: the specs are the same, the plan is not.
  repository.rename_live("WEB_ORDERS dev", "RENAMED");
  repository.git("switch -q main");
  repository.git("merge -q --no-ff -m merge change");
  log = repository.merge(workflow);
  CHECK(repository.exit != 0);
  CHECK(tells(log, "the plan is another one than sha256:"));

  // Something else was merged before it: that is told, and all of it applied.
  repository.edit("environments/dev/environment.yaml", "SALES_TEST", "SALES_DEV");
  repository.commit();
  log = repository.merge(workflow);
  CHECK_MESSAGE(repository.exit == 0, log);
  CHECK(tells(log, "something else was merged"));

  // A change that breaks the specs still replaces the comment, and the check fails.
  repository.git("switch -q -c broken");
  repository.edit("environments/dev/environment.yaml", "spec:\n", "spec:\n  colour: red\n");
  repository.commit();
  log = repository.pull_request(workflow);
  CHECK(repository.exit != 0);
  REQUIRE(repository.forge.notes.size() == 1);
  CHECK(tells(repository.forge.notes.front().body, "No plan: it could not be made."));
}

TEST_CASE("pruning by hand deletes what its plan showed, and data that comes late is no failure")
{
  if (!is_installed("act")) {
    MESSAGE("skipped: act is not installed");
    return;
  }
  Repository repository;
  repository.account.set({{"detection", "never"}});
  for (const std::string name : {"dev", "qa", "prod"}) {
    repository.edit("environments/" + name + "/environment.yaml",
                    "  naming:", "  limits: {detect_timeout: 1s}\n  naming:");
  }
  repository.commit();
  auto log = repository.act("push", R"({"ref": "refs/heads/main"})");
  CHECK_MESSAGE(repository.exit == 0, log);
  CHECK(tells(log, "Nexla has not detected all data yet"));

  repository.account.set({{"detection", "on"}});
  for (const std::string name : {"dev", "qa", "prod"}) {
    repository.account.data_arrives(repository.account.only("data_sources", "Web orders " + name).at("id"));
  }
  log = repository.act("schedule", "{}", "flowsync-nightly"); // goes on from there
  CHECK_MESSAGE(repository.exit == 0, log);
  CHECK(tells(log, "Apply complete! Resources: 3 added, 0 changed, 0 destroyed."));
  CHECK(repository.forge.issues.empty());

  const std::string flow = "repository/environments/base/flows/web-orders.yaml";
  auto text = repository.read(flow);
  text.erase(text.find("    - key: archive"));
  repository.write(flow, text);
  repository.commit();
  log = repository.act("workflow_dispatch", R"({"inputs": {"environment": "dev"}})", "flowsync-prune");
  CHECK_MESSAGE(repository.exit == 0, log);
  CHECK(tells(log, "Apply complete! Resources: 0 added, 0 changed, 1 destroyed."));
  CHECK_FALSE(tells(log, "prune-qa"));
}
