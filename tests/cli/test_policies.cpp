#include "cli/sandbox.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

using flowsync::testing::Sandbox;

namespace {

// The process's own PATH for a while: programs are looked up there.
class PathBegins
{
public:
  explicit PathBegins(const std::filesystem::path& folder, bool alone = false)
      : m_before(std::getenv("PATH") != nullptr ? std::getenv("PATH") : "")
  {
    setenv("PATH", alone ? folder.c_str() : (folder.string() + ":" + m_before).c_str(), 1);
  }
  ~PathBegins() { setenv("PATH", m_before.c_str(), 1); }
  PathBegins(const PathBegins&) = delete;
  PathBegins& operator=(const PathBegins&) = delete;

private:
  std::string m_before;
};

// The sample project with a stand-in for conftest, whose answer has the form of conftest's documentation.
class Judged : public Sandbox
{
public:
  Judged()
  {
    REQUIRE(run({"init", ".", "--name", "demo"}).exit == 0);
    write("policies/none.rego", "package main\n");
  }
  void conftest_answers(const std::string& answer, int code = 0, const std::string& complaint = "") const
  {
    write("bin/conftest", "#!/bin/sh\ncat > '" + (folder() / "asked").string() + "'\nenv > '" +
                              (folder() / "variables").string() + "'\necho \"$@\" > '" + (folder() / "words").string() +
                              "'\ncat <<'END'\n" + answer + "\nEND\necho '" + complaint + "' >&2\nexit " +
                              std::to_string(code) + "\n");
    std::filesystem::permissions(folder() / "bin/conftest", std::filesystem::perms::owner_all);
  }
};

const std::string k_verdict = R"([{"filename": "", "namespace": "main", "successes": 1,
  "warnings": [{"msg": "prod has no owner"}],
  "failures": [{"msg": "nobody deletes \u001b[31mon Fridays", "metadata": {"query": "data.main.deny"}}]}])";

} // namespace

TEST_CASE("what a policy denies blocks the plan in every format, and what it warns of is a warning")
{
  Judged box;
  box.conftest_answers(k_verdict);
  const PathBegins path(box.folder() / "bin");
  const auto ran = box.run({"plan", "-e", "dev", "--policy", "policies", "--out", "dev.plan", "--write",
                            "json=plan.json", "--write", "markdown=plan.md"});
  CHECK(ran.exit == 6);
  CHECK(ran.err.find("a policy warns: prod has no owner") != std::string::npos);
  CHECK(ran.err.find("the plan was not saved to dev.plan, because a policy denies it") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(box.folder() / "dev.plan"));
  CHECK(ran.out.find("nobody deletes [31mon Fridays") != std::string::npos);
  const auto plan = nlohmann::json::parse(box.read("plan.json"));
  CHECK(plan.at("blocked").at(0).at("code") == "policy-denied");
  CHECK(box.read("plan.md").find("nobody deletes") != std::string::npos);
  // What conftest was given is the plan as JSON, and nothing that could be a key.
  CHECK(nlohmann::json::parse(box.read("asked")).at("environment") == "dev");
  CHECK(box.read("words").find("--policy " + (box.folder() / "policies").string()) != std::string::npos);
}

TEST_CASE("a policy finds no variable of ours but where programs and the home are")
{
  Judged box;
  box.conftest_answers(R"([{"successes": 1}])");
  const PathBegins path(box.folder() / "bin");
  setenv("NEXLA_TEST_SERVICE_KEY", "a-key-that-nobody-may-see", 1);
  const auto ran = box.run({"plan", "-e", "dev", "--policy", "policies", "--out", "dev.plan"});
  unsetenv("NEXLA_TEST_SERVICE_KEY");
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(std::filesystem::exists(box.folder() / "dev.plan"));
  CHECK(box.read("variables").find("PATH=") != std::string::npos);
  CHECK(box.read("variables").find("a-key-that") == std::string::npos);
}

TEST_CASE("policies that cannot be asked are an error, never a plan that looks allowed")
{
  Judged box;
  const auto plan = [&] { return box.run({"plan", "-e", "dev", "--policy", "policies"}); };
  const auto missing = box.run({"plan", "-e", "dev", "--policy", "nowhere"});
  CHECK(missing.exit == 1);
  CHECK(missing.err.find("there is no folder nowhere") != std::string::npos);
  {
    const PathBegins nothing(box.folder(), true);
    const auto ran = plan();
    CHECK(ran.exit == 1);
    CHECK(ran.err.find("conftest is not installed") != std::string::npos);
  }
  const PathBegins path(box.folder() / "bin");
  box.conftest_answers("", 1, "Error: rego_parse_error: var cannot be used");
  CHECK(plan().exit == 1);
  CHECK(plan().err.find("rego_parse_error") != std::string::npos);
  box.conftest_answers("PASS");
  CHECK(plan().err.find("not one of its reports") != std::string::npos);
  box.conftest_answers(R"([{"filename": "", "namespace": "main", "successes": 0}])");
  CHECK(plan().err.find("no rule `deny`") != std::string::npos);
  CHECK(plan().exit == 1);
}

TEST_CASE("the policies of docs/policies/ say what the page says they do")
{
  if (std::system("command -v conftest >/dev/null 2>&1") != 0) {
    MESSAGE("skipped: conftest is not installed");
    return;
  }
  Sandbox box;
  REQUIRE(box.run({"init", ".", "--name", "demo"}).exit == 0);
  const auto policies = std::string(FLOWSYNC_SOURCE_DIR) + "/docs/policies";
  auto ran = box.run({"plan", "-e", "dev", "--policy", policies});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  ran = box.run({"plan", "-e", "prod", "--policy", policies});
  CHECK_MESSAGE(ran.exit == 0, ran.err);

  REQUIRE(box.run({"apply", "-e", "dev", "--auto-approve"}).exit == 0);
  std::filesystem::remove_all(box.folder() / "environments/base/flows");
  std::filesystem::remove_all(box.folder() / "environments/prod/flows");
  ran = box.run({"plan", "-e", "dev", "--prune", "--policy", policies});
  CHECK_MESSAGE(ran.exit == 0, ran.err); // dev may delete
  CHECK(ran.err.find("a policy warns: web-orders/source is deleted") != std::string::npos);
}

TEST_CASE("a policy of docs/policies/ denies a path that is not of its environment")
{
  if (std::system("command -v conftest >/dev/null 2>&1") != 0) {
    MESSAGE("skipped: conftest is not installed");
    return;
  }
  Sandbox box;
  REQUIRE(box.run({"init", ".", "--name", "demo"}).exit == 0);
  box.edit("environments/prod/environment.yaml", "bucket: acme-prod", "bucket: acme-dev");
  const auto ran = box.run(
      {"plan", "-e", "prod", "--policy", std::string(FLOWSYNC_SOURCE_DIR) + "/docs/policies", "--format", "json"});
  CHECK(ran.exit == 6);
  const auto plan = ran.json();
  REQUIRE(plan.at("blocked").size() >= 1);
  CHECK(plan.at("blocked").at(0).at("message").get<std::string>().find("acme-dev") != std::string::npos);
}
