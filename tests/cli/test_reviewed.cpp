#include "cli/sandbox.hpp"
#include "git/commit.hpp"
#include "support/forge_server.hpp"
#include "support/git_repository.hpp"

#include <doctest/doctest.h>

#include <functional>
#include <string>

using namespace flowsync;
using flowsync::testing::ForgeServer;
using flowsync::testing::Ran;
using flowsync::testing::Sandbox;

namespace {

// A project in git whose request 12 was planned and commented upon.
class Merge : public Sandbox
{
public:
  explicit Merge(ForgeServer::Kind kind) : forge(kind)
  {
    REQUIRE(run({"init", ".", "--name", "demo"}).exit == 0);
    testing::run_git(folder(), "init -q");
    commit();
    environment["GITHUB_RUN_NUMBER"] = "40";
    if (kind == ForgeServer::Kind::github) {
      environment["GITHUB_REPOSITORY"] = "acme/flows";
      environment["GITHUB_API_URL"] = forge.api();
      environment["GITHUB_REF"] = "refs/pull/12/merge";
      environment["GITHUB_TOKEN"] = forge.token;
    } else {
      environment["CI_PROJECT_ID"] = "77";
      environment["CI_API_V4_URL"] = forge.api();
      environment["CI_MERGE_REQUEST_IID"] = "12";
      environment["GITLAB_TOKEN"] = forge.token;
    }
    plan_and_comment();
  }

  void commit() const
  {
    testing::run_git(folder(), "add -A");
    testing::run_git(folder(), "commit -q --allow-empty -m x");
  }
  void plan_and_comment()
  {
    REQUIRE(run({"plan", "-e", "dev", "-e", "prod", "--write", "json=plan.json"}).exit == 0);
    REQUIRE(run({"comment", "plan.json"}).exit == 0);
    digest = nlohmann::json::parse(read("plan.json")).at("environments").at(0).at("actions_digest");
  }
  // The request becomes the commit that is checked out.
  void merge() { forge.merged[git::checked_out_commit(folder())] = 12; }

  ForgeServer forge;
  std::string digest; // of the plan of dev
};

void with_each_merge(const std::function<void(Merge&)>& what)
{
  for (const auto kind : {ForgeServer::Kind::github, ForgeServer::Kind::gitlab}) {
    CAPTURE(static_cast<int>(kind));
    Merge merge(kind);
    what(merge);
  }
}

} // namespace

TEST_CASE("what was reviewed is found after the merge, and applied or refused")
{
  with_each_merge([](Merge& merge) {
    merge.commit(); // another commit with the same specs
    merge.merge();
    auto ran = merge.run({"reviewed", "-e", "dev"});
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    CHECK(ran.out == merge.digest + "\n");
    CHECK(merge.run({"apply", "-e", "dev", "--auto-approve", "--expect", merge.digest}).exit == 0);
    CHECK(merge.run({"apply", "-e", "dev", "--auto-approve", "--expect", merge.digest}).exit == 6); // it is done
  });
}

TEST_CASE("nothing counts as reviewed where something else was merged, or where nobody planned")
{
  with_each_merge([](Merge& merge) {
    auto ran = merge.run({"reviewed", "-e", "dev"});
    CHECK(ran.exit == 0);
    CHECK(ran.out.empty());
    CHECK(ran.err.find("nothing was reviewed") != std::string::npos);
    merge.merge();
    ran = merge.run({"reviewed", "-e", "qa"});
    CHECK(ran.out.empty());
    CHECK(ran.err.find("has no plan of qa") != std::string::npos);

    merge.edit("environments/dev/environment.yaml", "acme-dev", "acme-other");
    merge.commit();
    merge.merge();
    ran = merge.run({"reviewed", "-e", "dev"});
    CHECK(ran.exit == 0);
    CHECK(ran.out.empty());
    CHECK(ran.err.find("something else was merged") != std::string::npos);
    CHECK_FALSE(merge.run({"reviewed", "-e", "prod"}).out.empty()); // which that change does not touch
  });
}

TEST_CASE("a comment of somebody else is not a review")
{
  with_each_merge([](Merge& merge) {
    merge.merge();
    merge.forge.notes.front().author = "eve";
    CHECK(merge.run({"reviewed", "-e", "dev"}).out.empty());
  });
}

TEST_CASE("a forge that does not answer is not a licence to apply what nobody saw")
{
  with_each_merge([](Merge& merge) {
    merge.merge();
    merge.forge.before = [](const std::string&) {
      return ForgeServer::Reply{403, {{"message", "Resource not accessible"}}, {}};
    };
    const auto ran = merge.run({"reviewed", "-e", "dev"});
    CHECK(ran.exit == 5);
    CHECK(ran.err.find("403 Resource not accessible") != std::string::npos);
    merge.forge.before = [](const std::string&) { return ForgeServer::Reply{503, nullptr, {}}; };
    CHECK(merge.run({"reviewed", "-e", "dev"}).exit == 7);
  });
}

TEST_CASE("a change that affects no environment is said in a comment that is there, and makes none")
{
  with_each_merge([](Merge& merge) {
    merge.environment["GITHUB_RUN_NUMBER"] = "41";
    CHECK(merge.run({"comment"}).err.find("Updated") != std::string::npos);
    CHECK(merge.forge.notes.front().body.find("No environment is affected.") != std::string::npos);
    merge.merge();
    CHECK(merge.run({"reviewed", "-e", "dev"}).err.find("has no plan of dev") != std::string::npos);
    merge.forge.notes.clear();
    CHECK(merge.run({"comment"}).err.find("Nothing changes") != std::string::npos);
    CHECK(merge.forge.notes.empty());
  });
}
