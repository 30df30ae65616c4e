#include "base/timestamp.hpp"
#include "cli/sandbox.hpp"
#include "support/forge_server.hpp"
#include "support/git_repository.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace flowsync;
using flowsync::testing::ForgeServer;
using flowsync::testing::Ran;
using flowsync::testing::Sandbox;

namespace {

// The sample project and a job of a pull or merge request in it.
class CommentJob : public Sandbox
{
public:
  explicit CommentJob(ForgeServer::Kind kind) : forge(kind)
  {
    REQUIRE(run({"init", ".", "--name", "demo"}).exit == 0);
    REQUIRE(run({"plan", "-e", "dev", "-e", "prod", "--write", "json=plan.json"}).exit == 0);
    if (kind == ForgeServer::Kind::github) {
      environment["GITHUB_REPOSITORY"] = "acme/flows";
      environment["GITHUB_API_URL"] = forge.api();
      environment["GITHUB_EVENT_PATH"] = "event.json";
      environment["GITHUB_RUN_NUMBER"] = "40";
      environment["GITHUB_RUN_ATTEMPT"] = "1";
      environment["GITHUB_TOKEN"] = forge.token;
      write("event.json", R"({"pull_request": {"number": 12, "head": {"repo": {"full_name": "acme/flows"}}}})");
    } else {
      environment["CI_PROJECT_ID"] = "77";
      environment["CI_API_V4_URL"] = forge.api();
      environment["CI_MERGE_REQUEST_IID"] = "12";
      environment["CI_PIPELINE_IID"] = "40";
      environment["GITLAB_TOKEN"] = forge.token;
    }
  }
  Ran comment() { return run({"comment", "plan.json"}); }
  void next_run(const std::string& number)
  {
    environment[environment.contains("CI_PROJECT_ID") ? "CI_PIPELINE_IID" : "GITHUB_RUN_NUMBER"] = number;
  }
  // The bodies of our comments.
  std::vector<std::string> ours() const
  {
    std::vector<std::string> bodies;
    for (const auto& note : forge.notes) {
      if (note.author == forge.own && note.body.starts_with("<!-- flowsync:plan v1 project=demo-")) {
        bodies.push_back(note.body);
      }
    }
    return bodies;
  }

  ForgeServer forge;
};

// A plan of an environment in which nothing is to be done.
void plan_nothing(CommentJob& job)
{
  REQUIRE(job.run({"apply", "-e", "dev", "--auto-approve"}).exit == 0);
  const auto ran = job.run({"plan", "-e", "dev", "--write", "json=plan.json"});
  REQUIRE(ran.out.find("No changes.") != std::string::npos);
}

void with_each_forge(const std::function<void(CommentJob&)>& what)
{
  for (const auto kind : {ForgeServer::Kind::github, ForgeServer::Kind::gitlab}) {
    CAPTURE(static_cast<int>(kind));
    CommentJob job(kind);
    what(job);
  }
}

} // namespace

TEST_CASE("one comment tells of all environments, and is updated in place by the next push")
{
  with_each_forge([](CommentJob& job) {
    job.forge.add("ana", "<!-- flowsync:plan v1 project=demo-somebody -->\nnot ours");
    auto ran = job.comment();
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    CHECK(ran.err.find("Commented on") != std::string::npos);
    REQUIRE(job.ours().size() == 1);
    const auto first = job.ours().front();
    CHECK(first.find("| 🟢 | **dev** |") != std::string::npos);
    CHECK(first.find("| 🟢 | **prod** |") != std::string::npos);
    CHECK(first.find("<details><summary>prod") != std::string::npos);

    job.next_run("41");
    REQUIRE(job.run({"plan", "-e", "dev", "--write", "json=plan.json"}).exit == 0);
    ran = job.comment();
    CHECK(ran.err.find("Updated the comment") != std::string::npos);
    REQUIRE(job.ours().size() == 1);
    CHECK(job.ours().front().find("**prod**") == std::string::npos);
    CHECK(job.comment().err.find("says so already") != std::string::npos);
    CHECK(job.forge.notes.size() == 2);
    CHECK(job.forge.notes.front().body.ends_with("not ours"));
  });
}

TEST_CASE("where nothing changes no comment is made, and one that is there says so")
{
  with_each_forge([](CommentJob& job) {
    REQUIRE(job.run({"plan", "-e", "dev", "--write", "json=before.json"}).exit == 0);
    plan_nothing(job);
    CHECK(job.comment().err.find("Nothing changes") != std::string::npos);
    CHECK(job.forge.notes.empty());
    CHECK(job.run({"comment", "before.json"}).exit == 0);
    CHECK(job.comment().err.find("Updated") != std::string::npos);
    CHECK(job.ours().front().find("| ⚪ | **dev** | No changes. |") != std::string::npos);
  });
}

TEST_CASE("a plan that failed is told, so that the last one does not look valid")
{
  with_each_forge([](CommentJob& job) {
    REQUIRE(job.comment().exit == 0);
    job.edit("environments/prod/environment.yaml", "spec:", "spec:\n  colour: red");
    CHECK(job.run({"plan", "-e", "dev", "-e", "prod", "--write", "json=plan.json"}).exit == 1);
    CHECK(job.comment().exit == 0);
    CHECK(job.ours().front().find("| 🔴 | **prod** | **No plan: it could not be made.**") != std::string::npos);
    CHECK(job.ours().front().find("colour") != std::string::npos);
  });
}

TEST_CASE("a plan of an older push never replaces that of a newer one")
{
  with_each_forge([](CommentJob& job) {
    REQUIRE(job.comment().exit == 0);
    const auto newer = job.ours();
    job.next_run("39");
    REQUIRE(job.run({"plan", "-e", "prod", "--write", "json=plan.json"}).exit == 0);
    const auto ran = job.comment();
    CHECK(ran.exit == 0);
    CHECK(ran.err.find("newer push") != std::string::npos);
    CHECK(job.ours() == newer);
  });
}

TEST_CASE("without numbers of runs the order of the commits tells which plan is newer")
{
  CommentJob job(ForgeServer::Kind::github);
  job.environment.erase("GITHUB_RUN_NUMBER");
  const auto plan_at_commit = [&](const std::string& file, const std::string& date) {
    testing::run_git(job.folder(), "commit -q --allow-empty -m x", date);
    REQUIRE(job.run({"plan", "-e", "dev", "--write", "json=" + file}).exit == 0);
  };
  testing::run_git(job.folder(), "init -q");
  plan_at_commit("first.json", "2026-01-01T00:00:00Z");
  plan_at_commit("second.json", "2026-01-02T00:00:00Z");
  REQUIRE(job.run({"comment", "second.json"}).exit == 0);
  CHECK(job.run({"comment", "first.json"}).err.find("newer push") != std::string::npos);
}

TEST_CASE("the comment is found on a later page, and the address of the next page is not believed")
{
  with_each_forge([](CommentJob& job) {
    job.forge.page_size = 2;
    for (int i = 0; i < 7; ++i) {
      job.forge.add("ana", "hello");
    }
    REQUIRE(job.comment().exit == 0);
    for (int i = 0; i < 3; ++i) {
      job.forge.add("ana", "hello");
    }
    job.next_run("41");
    CHECK(job.comment().err.find("Updated") != std::string::npos);
    CHECK(job.ours().size() == 1);
  });
}

TEST_CASE("comments that two jobs made at once become one")
{
  with_each_forge([](CommentJob& job) {
    REQUIRE(job.comment().exit == 0);
    job.forge.add(job.forge.own, job.ours().front());
    job.next_run("41");
    CHECK(job.comment().exit == 0);
    CHECK(job.ours().size() == 1);
    CHECK(job.ours().front().find("run=41") != std::string::npos);
  });
}

TEST_CASE("a token of a person is asked who it is, and bots of the same name are somebody else")
{
  CommentJob job(ForgeServer::Kind::github);
  job.forge.is_app = false;
  job.forge.own = "ana";
  REQUIRE(job.comment().exit == 0);
  const auto body = job.ours().front();
  job.forge.notes.front().author = "ana[bot]";
  REQUIRE(job.comment().exit == 0);
  CHECK(job.forge.notes.size() == 2);
  CHECK(job.forge.count("POST /api/graphql") == 0);
}

TEST_CASE("a token that is not good says so, and a fork is not an error")
{
  with_each_forge([](CommentJob& job) {
    const auto token = job.environment.contains("GITLAB_TOKEN") ? "GITLAB_TOKEN" : "GITHUB_TOKEN";
    job.environment[token] = "another-token-of-the-tests";
    auto ran = job.comment();
    CHECK(ran.exit == 5);
    CHECK(ran.err.find("401 Bad credentials") != std::string::npos);
    CHECK(ran.err.find("another-token") == std::string::npos);
    job.environment.erase(token);
    CHECK(job.comment().exit == 1);

    job.environment[token] = job.forge.token;
    job.forge.before = [](const std::string& line) {
      return line.starts_with("POST /repos") || line.starts_with("POST /projects")
                 ? std::optional(ForgeServer::Reply{403, {{"message", "Resource not accessible by integration"}}, {}})
                 : std::nullopt;
    };
    ran = job.comment();
    CHECK(ran.exit == 5);
    CHECK(ran.err.find("not accessible") != std::string::npos);
    job.write("event.json", R"({"pull_request": {"number": 12, "head": {"repo": {"full_name": "eve/flows"}}}})");
    job.environment["CI_MERGE_REQUEST_SOURCE_PROJECT_ID"] = "78";
    ran = job.comment();
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    CHECK(ran.err.find("it comes from a fork") != std::string::npos);
  });
}

TEST_CASE("what the forge refuses or does not have is told in its words")
{
  with_each_forge([](CommentJob& job) {
    int status = 0;
    std::string message = "Validation \x1b[31mFailed";
    job.forge.before = [&](const std::string& line) {
      return line.starts_with("POST /repos") || line.starts_with("POST /projects")
                 ? std::optional(ForgeServer::Reply{status, {{"message", message}}, {}})
                 : std::nullopt;
    };
    status = 422;
    auto ran = job.comment();
    CHECK(ran.exit == 1);
    CHECK(ran.err.find("422 Validation [31mFailed") != std::string::npos);
    message = std::string(298, 'x') + "\u00e4"; // of which only the first byte would have room
    ran = job.comment();
    CHECK(ran.err.find(std::string(298, 'x')) != std::string::npos);
    CHECK(ran.err.find("\uFFFD") == std::string::npos);
    status = 404;
    CHECK(job.comment().exit == 5);
    status = 302;
    CHECK(job.comment().err.find("elsewhere") != std::string::npos);
    CHECK(job.forge.notes.empty());
  });
}

TEST_CASE("a forge that is busy is waited for as it asks")
{
  with_each_forge([](CommentJob& job) {
    int refused = 0;
    job.forge.before = [&](const std::string& line) -> std::optional<ForgeServer::Reply> {
      if (line.starts_with("GET /") && line != "GET /user" && refused++ == 0) {
        return ForgeServer::Reply{429, {{"message", "slow down"}}, {{"Retry-After", "7"}}};
      }
      if (line.starts_with("POST /repos") && refused++ == 1) { // GitHub's secondary limit
        return ForgeServer::Reply{403, {{"message", "secondary rate limit"}}, {{"Retry-After", "5"}}};
      }
      return std::nullopt;
    };
    const auto ran = job.comment();
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    CHECK(ran.err.find("Waiting 7") != std::string::npos);
    CHECK(job.ours().size() == 1);
    job.forge.before = [](const std::string&) {
      return ForgeServer::Reply{429, {{"message", "slow down"}}, {{"Retry-After", "4000"}}};
    };
    CHECK(job.comment().exit == 7);
  });
}

TEST_CASE("a comment whose confirmation is lost is not made twice")
{
  with_each_forge([](CommentJob& job) {
    job.forge.after = [](const std::string& line) {
      return line.starts_with("POST /repos") || line.starts_with("POST /projects")
                 ? std::optional(ForgeServer::Reply{502, {{"message", "Bad Gateway"}}, {}})
                 : std::nullopt;
    };
    const auto ran = job.comment();
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    CHECK(job.ours().size() == 1);
  });
}

TEST_CASE("the token goes to no address that CI did not name or that anybody could read")
{
  CommentJob job(ForgeServer::Kind::github);
  for (const auto* const address : {"http://example.org/api", "https://me:secret@example.org", "ftp://x", "nonsense"}) {
    job.environment["GITHUB_API_URL"] = address;
    const auto ran = job.comment();
    CHECK(ran.exit == 1);
    CHECK(ran.err.find("not an address that a token may be sent to") != std::string::npos);
  }
  CHECK(job.forge.log.empty());
}

TEST_CASE("the number of the request comes from the event or the reference, and its absence is told")
{
  CommentJob job(ForgeServer::Kind::github);
  job.write("event.json", "{}");
  CHECK(job.comment().err.find("for no pull or merge request") != std::string::npos);
  job.environment["GITHUB_REF"] = "refs/pull/12/merge";
  CHECK(job.comment().exit == 0);
  job.environment.clear();
  CHECK(job.comment().exit == 1);
  const auto shown = job.run({"comment", "plan.json", "--dry-run"});
  CHECK(shown.exit == 0);
  CHECK(shown.out.starts_with("<!-- flowsync:plan v1 project=demo-"));
}

TEST_CASE("saved plans and JSON give the same comment, and hold no secret of the environment")
{
  CommentJob job(ForgeServer::Kind::github);
  REQUIRE(job.run({"plan", "-e", "dev", "--out", "dev.plan", "--write", "json=dev.json"}).exit == 0);
  const auto saved = job.run({"comment", "dev.plan", "--dry-run"});
  const auto written = job.run({"comment", "dev.json", "--dry-run"});
  CHECK(saved.exit == 0);
  CHECK(saved.out == written.out);
  job.environment["SOME_TOKEN"] = "Web orders, archive";
  REQUIRE(job.run({"comment", "dev.json"}).exit == 0);
  CHECK(job.ours().front().find("Web orders, archive") == std::string::npos);
}

TEST_CASE("files that are not plans, and plans that do not belong together, are refused")
{
  CommentJob job(ForgeServer::Kind::github);
  CHECK(job.run({"comment", "none.json"}).err.find("there is no file none.json") != std::string::npos);
  job.write("odd.json", "{\"a\": 1}");
  CHECK(job.run({"comment", "odd.json"}).err.find("neither a saved plan") != std::string::npos);
  REQUIRE(job.run({"drift", "-e", "dev", "--write", "json=drift.json"}).exit != 1);
  CHECK(job.run({"comment", "drift.json"}).err.find("is what `drift` wrote") != std::string::npos);
  CHECK(job.run({"comment", "plan.json", "plan.json"}).err.find("two of the plans are of dev") != std::string::npos);
  auto other = nlohmann::json::parse(job.read("plan.json")).at("environments").at(0);
  other["project"] = "other";
  other["environment"] = "x";
  job.write("other.json", other.dump());
  CHECK(job.run({"comment", "plan.json", "other.json"}).exit == 1);
  CHECK(job.forge.log.empty());
}
