#include "cli/sandbox.hpp"
#include "support/forge_server.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <string>

using namespace flowsync;
using flowsync::testing::ForgeServer;
using flowsync::testing::Ran;
using flowsync::testing::Sandbox;

namespace {

const std::string k_simulated = ".flowsync/sim/dev.json";

// The sample project, applied to dev, and a nightly job in it.
class DriftJob : public Sandbox
{
public:
  explicit DriftJob(ForgeServer::Kind kind) : forge(kind)
  {
    REQUIRE(run({"init", ".", "--name", "demo"}).exit == 0);
    REQUIRE(run({"apply", "-e", "dev", "--auto-approve"}).exit == 0);
    if (kind == ForgeServer::Kind::github) {
      environment["GITHUB_REPOSITORY"] = "acme/flows";
      environment["GITHUB_API_URL"] = forge.api();
      environment["GITHUB_TOKEN"] = forge.token;
    } else {
      environment["CI_PROJECT_ID"] = "77";
      environment["CI_API_V4_URL"] = forge.api();
      environment["GITLAB_TOKEN"] = forge.token;
    }
    forge.issues.push_back(
        {1, "ana", "mine", "<!-- flowsync:drift v1 project=demo-x environment=dev -->\n", true, false});
  }

  // Somebody renames the sink in the service's own pages.
  void rename(const std::string& from, const std::string& to) const
  {
    auto text = read(k_simulated);
    const auto name = [](const std::string& value) { return "\"name\":\"" + value + "\""; };
    for (auto at = text.find(name(from)); at != std::string::npos; at = text.find(name(from), at + 1)) {
      text.replace(at, name(from).size(), name(to));
    }
    write(k_simulated, text);
  }
  Ran look()
  {
    const auto drift = run({"drift", "-e", "dev", "--refresh=full", "--write", "json=drift.json"});
    CHECK((drift.exit == 0 || drift.exit == 2));
    return run({"issue", "drift.json"});
  }
  std::vector<ForgeServer::Issue> ours(bool open) const
  {
    std::vector<ForgeServer::Issue> found;
    for (const auto& issue : forge.issues) {
      if (issue.author == forge.own && issue.open == open && !issue.is_request) {
        found.push_back(issue);
      }
    }
    return found;
  }

  ForgeServer forge;
};

void with_each_drift(const std::function<void(DriftJob&)>& what)
{
  for (const auto kind : {ForgeServer::Kind::github, ForgeServer::Kind::gitlab}) {
    CAPTURE(static_cast<int>(kind));
    DriftJob job(kind);
    what(job);
  }
}

bool asks_for_issues(const std::string& line)
{
  return line.starts_with("POST /repos") || line.starts_with("POST /projects");
}

} // namespace

TEST_CASE("an issue opens when something drifted, is updated, and closes when nothing differs any more")
{
  with_each_drift([](DriftJob& job) {
    auto ran = job.look();
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    CHECK(ran.err.find("No drift in dev, and no issue") != std::string::npos);
    CHECK(job.forge.issues.size() == 1);

    job.rename("WEB_ORDERS", "RENAMED");
    ran = job.look();
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    CHECK(ran.err.find("Opened an issue about drift in dev") != std::string::npos);
    REQUIRE(job.ours(true).size() == 1);
    const auto first = job.ours(true).front();
    CHECK(first.title.starts_with("Nexla differs from git in dev of demo-"));
    CHECK(first.body.starts_with("<!-- flowsync:drift v1 project=demo-"));
    CHECK(first.body.find("RENAMED") != std::string::npos);

    job.rename("RENAMED", "RENAMED AGAIN");
    CHECK(job.look().err.find("Updated the issue") != std::string::npos);
    REQUIRE(job.ours(true).size() == 1);
    CHECK(job.ours(true).front().number == first.number);
    CHECK(job.ours(true).front().body.find("RENAMED AGAIN") != std::string::npos);

    REQUIRE(job.run({"apply", "-e", "dev", "--auto-approve"}).exit == 0);
    CHECK(job.look().err.find("Closed the issue") != std::string::npos);
    CHECK(job.ours(true).empty());
    REQUIRE(job.ours(false).size() == 1);
    CHECK(job.ours(false).front().body.find("as it was last applied in") != std::string::npos);
    CHECK(job.look().err.find("no issue") != std::string::npos);
    CHECK(job.forge.issues.front().open); // somebody else's, with the same first words
  });
}

TEST_CASE("pull requests are not issues, and issues that two jobs opened at once become one")
{
  with_each_drift([](DriftJob& job) {
    job.rename("WEB_ORDERS", "RENAMED");
    REQUIRE(job.look().exit == 0);
    auto twin = job.ours(true).front();
    twin.number += 50;
    job.forge.issues.push_back(twin);
    twin.number += 50;
    twin.is_request = true;
    job.forge.issues.push_back(twin);
    const bool github = job.environment.contains("GITHUB_TOKEN");
    job.rename("RENAMED", "RENAMED AGAIN");
    CHECK(job.look().exit == 0);
    CHECK(job.ours(true).size() == 1);
    CHECK(job.forge.issues.back().open == github);
  });
}

TEST_CASE("the issue is found behind hundreds of others")
{
  with_each_drift([](DriftJob& job) {
    for (int i = 0; i < 250; ++i) {
      job.forge.issues.push_back({1000 + i, "ana", "bug", "It does not work.", true, false});
    }
    job.rename("WEB_ORDERS", "RENAMED");
    REQUIRE(job.look().exit == 0);
    job.rename("RENAMED", "RENAMED AGAIN");
    CHECK(job.look().err.find("Updated the issue") != std::string::npos);
    CHECK(job.ours(true).size() == 1);
  });
}

TEST_CASE("where drift cannot be told the issue stays as it is")
{
  with_each_drift([](DriftJob& job) {
    job.rename("WEB_ORDERS", "RENAMED");
    REQUIRE(job.look().exit == 0);
    const auto before = job.ours(true).front().body;
    std::filesystem::remove_all(job.folder() / ".flowsync/state");
    job.rename("RENAMED", "WEB_ORDERS");
    CHECK(job.run({"drift", "-e", "dev", "--write", "json=drift.json"}).exit == 3);
    auto ran = job.run({"issue", "drift.json"});
    CHECK(ran.exit == 0);
    CHECK(ran.err.find("its issue stays as it is") != std::string::npos);
    job.edit("environments/dev/environment.yaml", "spec:", "spec:\n  colour: red");
    CHECK(job.run({"drift", "-e", "dev", "--write", "json=drift.json"}).exit == 1);
    CHECK(job.run({"issue", "drift.json"}).exit == 0);
    REQUIRE(job.ours(true).size() == 1);
    CHECK(job.ours(true).front().body == before);
  });
}

TEST_CASE("a forge that refuses an issue is told in its words, with what helps")
{
  with_each_drift([](DriftJob& job) {
    job.rename("WEB_ORDERS", "RENAMED");
    REQUIRE(job.run({"drift", "-e", "dev", "--refresh=full", "--write", "json=drift.json"}).exit == 2);
    int status = 403;
    job.forge.before = [&](const std::string& line) {
      return asks_for_issues(line)
                 ? std::optional(ForgeServer::Reply{status, {{"message", "Resource not accessible"}}, {}})
                 : std::nullopt;
    };
    auto ran = job.run({"issue", "drift.json"});
    CHECK(ran.exit == 5);
    CHECK(ran.err.find("403 Resource not accessible") != std::string::npos);
    CHECK((ran.err.find("issues: write") != std::string::npos || ran.err.find("scope `api`") != std::string::npos));
    status = 404;
    CHECK(job.run({"issue", "drift.json"}).exit == 5);
    status = 410; // GitHub, where a repository has no issues
    CHECK(job.run({"issue", "drift.json"}).exit == 5);
    status = 422;
    CHECK(job.run({"issue", "drift.json"}).exit == 1);
    CHECK(job.ours(true).empty());

    int calls = 0;
    job.forge.before = [&](const std::string& line) {
      return asks_for_issues(line) && calls++ == 0
                 ? std::optional(ForgeServer::Reply{429, {{"message", "slow down"}}, {{"Retry-After", "7"}}})
                 : std::nullopt;
    };
    ran = job.run({"issue", "drift.json"});
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    CHECK(ran.err.find("Waiting 7") != std::string::npos);
    CHECK(job.ours(true).size() == 1);

    const auto token = job.environment.contains("GITLAB_TOKEN") ? "GITLAB_TOKEN" : "GITHUB_TOKEN";
    job.environment[token] = "another-token-of-the-tests";
    ran = job.run({"issue", "drift.json"});
    CHECK(ran.exit == 5);
    CHECK(ran.err.find("401") != std::string::npos);
    CHECK(ran.err.find("another-token") == std::string::npos);
    job.environment.erase(token);
    CHECK(job.run({"issue", "drift.json"}).err.find("is not set") != std::string::npos);
    job.environment = {{"TERM", "dumb"}};
    CHECK(job.run({"issue", "drift.json"}).exit == 1);
    const auto shown = job.run({"issue", "drift.json", "--dry-run"});
    CHECK(shown.exit == 0);
    CHECK(shown.out.find("RENAMED") != std::string::npos);
  });
}

TEST_CASE("an issue whose confirmation is lost is not opened twice")
{
  with_each_drift([](DriftJob& job) {
    job.rename("WEB_ORDERS", "RENAMED");
    job.forge.after = [](const std::string& line) {
      return asks_for_issues(line) ? std::optional(ForgeServer::Reply{502, {{"message", "Bad Gateway"}}, {}})
                                   : std::nullopt;
    };
    const auto ran = job.look();
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    CHECK(job.ours(true).size() == 1);
  });
}

TEST_CASE("an issue holds no secret of the environment and no more than a forge takes")
{
  DriftJob job(ForgeServer::Kind::github);
  job.rename("WEB_ORDERS", std::string(100'000, 'x'));
  job.environment["SOME_TOKEN"] = "Snowflake Sales";
  REQUIRE(job.look().exit == 0);
  CHECK(job.ours(true).front().body.size() < 65'536);
  CHECK(job.ours(true).front().body.find("Snowflake Sales") == std::string::npos);
  CHECK(job.run({"issue", "none.json"}).err.find("there is no file none.json") != std::string::npos);
}

TEST_CASE("an issue is made of what drift wrote, and of no plan")
{
  DriftJob job(ForgeServer::Kind::github);
  job.rename("WEB_ORDERS", "RENAMED");
  REQUIRE(job.run({"plan", "-e", "dev", "--refresh=full", "--write", "json=plan.json", "--out", "dev.plan"}).exit == 0);
  REQUIRE(job.run({"plan", "-e", "dev", "-e", "qa", "--write", "json=both.json"}).exit == 0);
  job.write("odd.json", "{\"report\": 7}\n");
  job.write("cut.json", "{\"report\": \"drift\"}\n");
  for (const auto& [file, why] :
       {std::pair("plan.json", "is what `plan` wrote"), std::pair("both.json", "is what `plan` wrote"),
        std::pair("dev.plan", "is a saved plan"),
        std::pair("odd.json", "is not what `drift --format json` of this version prints"),
        std::pair("cut.json", "is not whole")}) {
    const auto ran = job.run({"issue", file});
    const std::string read(file); // Clang 14 lets no lambda have what a structured binding names
    CHECK_MESSAGE(ran.exit == 1, read);
    CHECK_MESSAGE(ran.err.find(read + " " + why) != std::string::npos, ran.err);
    CHECK(ran.err.find("flowsync drift -e ENV --write json=FILE") != std::string::npos);
  }
  CHECK(job.ours(true).empty());
}
