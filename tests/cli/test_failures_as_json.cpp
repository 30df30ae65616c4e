#include "cli/command_rows.hpp"
#include "cli/sandbox.hpp"
#include "support/schema_errors.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

using namespace flowsync;
using flowsync::testing::Ran;
using flowsync::testing::Sandbox;
using flowsync::testing::schema_errors;

namespace {

using Words = std::vector<std::string>;

// Commands whose document is a plan, or what became of one.
const std::vector<Words> k_of_plans{{"plan", "-e", "dev"},
                                    {"drift", "-e", "dev"},
                                    {"apply", "-e", "dev", "--auto-approve"},
                                    {"destroy", "-e", "dev", "--confirm", "dev"}};
// Others that ask the specs or the account of one environment.
const std::vector<Words> k_others{{"graph", "-e", "dev"},
                                  {"status", "-e", "dev"},
                                  {"run", "web-orders", "-e", "dev"},
                                  {"credentials", "-e", "dev"},
                                  {"unmanaged", "-e", "dev"},
                                  {"render", "-e", "dev"},
                                  {"compare", "dev", "prod"},
                                  {"export", "-e", "dev", "--source", "6862"}};

class FailingProject : public Sandbox
{
public:
  FailingProject() { REQUIRE(run({"init", ".", "--name", "demo", "-q"}).exit == 0); }

  Ran run_json(Words words)
  {
    words.insert(words.end(), {"--format", "json"});
    return run(words);
  }
  // The account is at an address where nobody listens.
  void unreach()
  {
    edit("environments/dev/environment.yaml", "url: sim:dev",
         "auth: {service_key: '${env.NEXLA_KEY}'}\n    url: 'http://127.0.0.1:9/x'");
    environment["NEXLA_KEY"] = "a-key-of-the-test";
  }
};

std::string words_of(const Words& words)
{
  std::string text;
  for (const auto& word : words) {
    text += word + " ";
  }
  return text;
}

void expect_failed_plan(const Words& words, const Ran& ran)
{
  const auto said = words_of(words) + ran.out + ran.err;
  CHECK_MESSAGE(ran.exit != 0, said);
  REQUIRE_MESSAGE(nlohmann::json::accept(ran.out), said);
  const auto document = ran.json();
  CHECK_MESSAGE(schema_errors("schemas/plan.schema.json", document) == "", said);
  CHECK(document.at("complete") == false);
  CHECK(document.at("exit_code") == ran.exit);
  CHECK_FALSE(ran.err.empty());
  const bool applies = words.front() == "apply" || words.front() == "destroy";
  CHECK(document.contains("applied") == applies);
  if (applies) {
    CHECK(document.at("applied") == false);
    CHECK(document.at("results").empty());
  } else {
    CHECK(document.at("report") == (words.front() == "drift" ? "drift" : "plan"));
  }
}

void expect_failure(const Words& words, const Ran& ran)
{
  const auto said = words_of(words) + ran.out + ran.err;
  CHECK_MESSAGE(ran.exit != 0, said);
  REQUIRE_MESSAGE(nlohmann::json::accept(ran.out), said);
  const auto document = ran.json();
  CHECK_MESSAGE(document.at("format_version") == "1.0", said);
  CHECK(document.at("complete") == false);
  CHECK(document.at("exit_code") == ran.exit);
  REQUIRE(document.at("diagnostics").size() > 0);
  CHECK(document.at("diagnostics").at(0).at("severity") == "error");
}

void expect_all_fail(FailingProject& box)
{
  for (const auto& words : k_of_plans) {
    expect_failed_plan(words, box.run_json(words));
  }
  for (const auto& words : k_others) {
    expect_failure(words, box.run_json(words));
  }
}

} // namespace

TEST_CASE("with --format json a command that fails prints one document: an error of the specs")
{
  FailingProject box;
  box.write("environments/dev/environment.yaml", "apiVersion: flowsync/v1\nkind: [\n");
  expect_all_fail(box);
  const auto validated = box.run_json({"validate"});
  CHECK(validated.exit == 1);
  CHECK(validated.json().at("valid") == false);
  const auto document = box.run_json({"apply", "-e", "dev", "--auto-approve"}).json();
  const auto& told = document.at("diagnostics");
  CHECK(std::any_of(told.begin(), told.end(),
                    [](const auto& one) { return one.at("file") == "environments/dev/environment.yaml"; }));
  CHECK(document.at("plan").at("environment") == "dev");
  CHECK(document.at("plan").at("project").get<std::string>().starts_with("demo-"));
}

TEST_CASE("with --format json a command that fails prints one document: no project, and no such environment")
{
  FailingProject box;
  SUBCASE("no project")
  {
    std::filesystem::remove(box.folder() / "flowsync.yaml");
  }
  SUBCASE("no such environment")
  {
    std::filesystem::remove_all(box.folder() / "environments/dev");
  }
  expect_all_fail(box);
}

TEST_CASE("with --format json a command that fails prints one document: an account that cannot be reached")
{
  FailingProject box;
  box.unreach();
  for (const auto& words : k_of_plans) {
    const auto ran = box.run_json(words);
    expect_failed_plan(words, ran);
    CHECK(ran.exit == 7);
  }
  for (const auto& words : k_others) {
    if (words.front() != "graph" && words.front() != "render" && words.front() != "compare") { // which ask no account
      expect_failure(words, box.run_json(words));
    }
  }
}

TEST_CASE("with --format json a command that fails prints one document: a file that is not there, and a line amiss")
{
  FailingProject box;
  for (const Words& words :
       {Words{"show", "none.plan"}, Words{"apply", "none.plan", "--auto-approve"}, Words{"apply", "-e", "dev"},
        Words{"destroy", "-e", "dev"}, Words{"plan"}, Words{"plan", "-e", "dev", "-e", "qa", "--out", "x.plan"},
        Words{"plan", "-e", "dev", "--policy", "no-such-folder"}}) {
    expect_failed_plan(words, box.run_json(words));
  }
  expect_failure({"graph"}, box.run_json({"graph", "--plan", "none.plan"}));
  expect_failure({"plan"}, box.run_json({"plan", "--no-such-flag"}));
  expect_failure({"nothing"}, box.run({"nothing", "--format=json"}));
}

TEST_CASE("with --format json a plan that is refused, and one whose file cannot be written, is one document")
{
  FailingProject box;
  REQUIRE(box.run({"apply", "-e", "prod", "--auto-approve", "-q"}).exit == 0);
  const auto refused = box.run_json({"destroy", "-e", "prod", "--confirm", "prod"});
  CHECK_MESSAGE(refused.exit == 6, refused.err);
  CHECK(schema_errors("schemas/plan.schema.json", refused.json()) == "");
  CHECK(refused.json().at("applied") == false);
  CHECK_FALSE(refused.json().at("plan").at("blocked").empty());
  box.write("file", "no folder");
  const auto planned = box.run_json({"plan", "-e", "prod", "--write", "markdown=file/plan.md"});
  CHECK(planned.exit == 1);
  REQUIRE(nlohmann::json::accept(planned.out));
  CHECK(planned.json().at("complete") == true);
  CHECK_FALSE(planned.err.empty());
}

TEST_CASE("what apply prints conforms to the schema when all goes well as well")
{
  FailingProject box;
  const auto ran = box.run_json({"apply", "-e", "dev", "--auto-approve"});
  CHECK(ran.exit == 0);
  CHECK(schema_errors("schemas/plan.schema.json", ran.json()) == "");
  CHECK(ran.json().at("complete") == true);
}

// A command that is new has to be named by a test above.
TEST_CASE("every command that prints JSON is known to fail with a document")
{
  // These have no failure of their own beside a wrong command line, or need no project.
  const std::vector<std::string> k_without{"version", "schema", "fmt", "doctor", "affected", "history"};
  for (const auto& row : cli::command_rows()) {
    const auto name = std::string(row.name);
    const bool has_json = std::find(row.formats.begin(), row.formats.end(), "json") != row.formats.end();
    const auto named_in = [&](const std::vector<Words>& all) {
      return std::any_of(all.begin(), all.end(), [&](const Words& words) { return words.front() == name; });
    };
    const bool known = named_in(k_of_plans) || named_in(k_others) || name == "show" || name == "validate" ||
                       name.starts_with("state ") ||
                       std::find(k_without.begin(), k_without.end(), name) != k_without.end();
    CHECK_MESSAGE((!has_json || known), name);
  }
}
