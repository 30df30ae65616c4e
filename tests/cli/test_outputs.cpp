#include "base/text.hpp"
#include "cli/report_formats.hpp"
#include "cli/sandbox.hpp"
#include "support/git_repository.hpp"
#include "support/schema_errors.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>
#include <vector>

using namespace flowsync;
using flowsync::testing::Ran;
using flowsync::testing::Sandbox;
using flowsync::testing::schema_errors;

namespace {

// The sample project, whose environments live on simulators.
class ReportedProject : public Sandbox
{
public:
  ReportedProject() { REQUIRE(run({"init", ".", "--name", "demo"}).exit == 0); }

  // The command with every format that it has written to a file: "out/FORMAT".
  Ran write_all(std::vector<std::string> words)
  {
    for (const auto& format : cli::report_formats_of(words.front())) {
      words.insert(words.end(), {"--write", format + "=out/" + format});
    }
    return run(words);
  }
  bool has(const std::string& path) const { return std::filesystem::exists(folder() / path); }
};

void expect_in_all(const ReportedProject& box, const std::string& command, const std::string& words)
{
  for (const auto& format : cli::report_formats_of(command)) {
    const auto text = box.read("out/" + format);
    CHECK_MESSAGE((format == "terraform-report" || text.find(words) != std::string::npos), format, ": ", text);
  }
}

} // namespace

TEST_CASE("one run writes every format, and the standard output stays what --format says")
{
  ReportedProject box;
  const auto ran = box.write_all({"plan", "-e", "dev", "--format", "json"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(box.read("out/json") == ran.out);
  CHECK(ran.json().at("environment") == "dev");
  CHECK(box.read("out/text").find("Plan: ") != std::string::npos);
  CHECK(box.read("out/markdown").starts_with("###"));
  CHECK(box.read("out/html").starts_with("<!doctype html>"));
  CHECK(box.read("out/github").find("::notice file=environments/") != std::string::npos);
  CHECK(box.read("out/junit").starts_with("<?xml"));
  CHECK(nlohmann::json::parse(box.read("out/terraform-report")).at("create") == ran.json().at("summary").at("create"));
  CHECK(nlohmann::json::parse(box.read("out/sarif")).at("version") == "2.1.0");
  CHECK(ran.err.find("::notice") == std::string::npos);
}

TEST_CASE("the runner of a job reads its annotations from the standard error")
{
  ReportedProject box;
  const auto ran = box.run({"plan", "-e", "dev", "--format", "json", "--write", "github"});
  CHECK(ran.exit == 0);
  CHECK(ran.json().at("environment") == "dev");
  CHECK(ran.err.find("::notice file=environments/") != std::string::npos);
  CHECK(box.run({"plan", "-e", "dev", "--format", "github"}).out.find("::notice file=environments/") == 0);
}

TEST_CASE("a plan that fails says so in every format, over what an earlier run has written")
{
  ReportedProject box;
  REQUIRE(box.write_all({"plan", "-e", "dev"}).exit == 0);
  std::string words;
  int exit = 0;
  SUBCASE("specs with an error")
  {
    box.edit("environments/dev/environment.yaml", "spec:", "spec:\n  colour: red");
    words = "colour";
    exit = 1;
  }
  SUBCASE("a service that cannot be reached")
  {
    box.write("environments/dev/environment.yaml",
              "apiVersion: flowsync/v1\nkind: Environment\nmetadata: {name: dev}\nspec:\n  nexla: {url: "
              "'http://127.0.0.1:9/x', auth: {service_key: '${env.NEXLA_KEY}'}}\n  credentials: {orders-s3: {id: "
              "6027}, warehouse: {id: 6028}}\n");
    box.environment["NEXLA_KEY"] = "a-key-of-the-test";
    words = "";
    exit = -1;
  }
  SUBCASE("an environment that does not exist")
  {
    std::filesystem::remove_all(box.folder() / "environments/dev");
    words = "dev";
    exit = 1;
  }
  const auto ran = box.write_all({"plan", "-e", "dev", "--format", "json"});
  CHECK_MESSAGE((exit < 0 ? ran.exit != 0 : ran.exit == exit), ran.err);
  expect_in_all(box, "plan", words);
  CHECK(schema_errors("schemas/plan.schema.json", ran.json()) == "");
  CHECK(ran.json().at("complete") == false);
  CHECK(ran.json().at("project").get<std::string>().starts_with("demo-"));
  CHECK(ran.json().at("exit_code") == ran.exit);
  CHECK(box.read("out/json") == ran.out);
  CHECK(box.read("out/markdown").find("There is no plan") != std::string::npos);
  CHECK(box.read("out/html").find("There is no plan") != std::string::npos);
  CHECK_FALSE(nlohmann::json::parse(box.read("out/terraform-report")).contains("create"));
}

TEST_CASE("drift and validate write every format, for failures too")
{
  ReportedProject box;
  REQUIRE(box.run({"apply", "-e", "dev", "--auto-approve"}).exit != 1);
  const auto drift = box.write_all({"drift", "-e", "dev"});
  CHECK_MESSAGE(drift.exit == 0, drift.err);
  CHECK(box.read("out/text").find("No drift.") != std::string::npos);
  CHECK(box.read("out/markdown").find("No drift.") != std::string::npos);
  CHECK(box.read("out/html").find("No drift.") != std::string::npos);
  CHECK(box.write_all({"validate"}).exit == 0);
  CHECK(box.read("out/markdown").find("Valid") != std::string::npos);
  box.edit("environments/dev/environment.yaml", "spec:", "spec:\n  colour: red");
  CHECK(box.write_all({"drift", "-e", "dev"}).exit == 1);
  expect_in_all(box, "drift", "colour");
  CHECK(box.write_all({"validate"}).exit == 1);
  expect_in_all(box, "validate", "colour");
  std::filesystem::remove(box.folder() / "flowsync.yaml");
  CHECK(box.write_all({"validate"}).exit == 1);
  CHECK(nlohmann::json::parse(box.read("out/json")).at("valid") == false);
}

TEST_CASE("a saved plan is shown in every format as it was planned")
{
  ReportedProject box;
  const auto planned = box.write_all({"plan", "-e", "dev", "--out", "dev.plan"});
  REQUIRE(planned.exit == 0);
  std::vector<std::string> before;
  for (const auto& format : cli::report_formats_of("show")) {
    before.push_back(box.read("out/" + format));
  }
  REQUIRE(box.write_all({"show", "dev.plan"}).exit == 0);
  std::size_t i = 0;
  for (const auto& format : cli::report_formats_of("show")) {
    CHECK_MESSAGE(box.read("out/" + format) == before[i++], format);
  }
  CHECK(box.write_all({"show", "none.plan"}).exit == 1);
  expect_in_all(box, "show", "there is no file none");
}

TEST_CASE("several environments are planned into one document")
{
  ReportedProject box;
  const auto ran = box.write_all({"plan", "-e", "dev", "-e", "prod", "-e", "dev", "--format", "json"});
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  const auto document = ran.json();
  CHECK(schema_errors("schemas/plan.schema.json", document) == "");
  REQUIRE(document.at("environments").size() == 2);
  CHECK(document.at("environments").at(0).at("environment") == "dev");
  auto alone = box.run({"plan", "-e", "prod", "--format", "json"}).json();
  auto together = document.at("environments").at(1);
  alone.erase("timestamp");
  together.erase("timestamp");
  alone.erase("requests");
  together.erase("requests");
  CHECK(alone == together);
  const auto creates = [&](std::size_t i) {
    return document.at("environments").at(i).at("summary").at("create").get<int>();
  };
  CHECK(nlohmann::json::parse(box.read("out/terraform-report")).at("create") == creates(0) + creates(1));
  CHECK(box.read("out/text").find("dev: Plan: ") != std::string::npos);

  // The worst wins, and what can be planned is planned.
  box.edit("environments/prod/environment.yaml", "spec:", "spec:\n  colour: red");
  const auto half = box.run({"plan", "-e", "dev", "-e", "prod", "--format", "json", "--detailed-exitcode"});
  CHECK(half.exit == 1);
  CHECK(half.json().at("environments").at(0).at("complete") == true);
  CHECK(half.json().at("environments").at(1).at("complete") == false);
  CHECK(box.run({"plan", "-e", "dev", "-e", "prod", "--out", "x.plan"}).exit == 1);
}

TEST_CASE("--write refuses what cannot be meant, before anything is planned")
{
  ReportedProject box;
  std::filesystem::create_symlink("elsewhere", box.folder() / "link");
  const auto refused = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"plan", "-e", "dev"});
    const auto ran = box.run(words);
    CHECK(ran.exit == 1);
    CHECK(ran.out.empty());
    return ran.err;
  };
  CHECK(refused({"--write", "markdwon=x"}).find("did you mean `markdown`?") != std::string::npos);
  CHECK(refused({"--write", "markdown"}).find("--write markdown=FILE") != std::string::npos);
  CHECK(refused({"--write", "markdown=-"}).find("names no file") != std::string::npos);
  CHECK(refused({"--write", "markdown=x", "--write", "json=./x"}).find("twice") != std::string::npos);
  CHECK(refused({"--write", "json=link"}).find("not a regular file") != std::string::npos);
  CHECK_FALSE(box.has("elsewhere"));
  CHECK_FALSE(box.has("x"));
  CHECK(box.run({"drift", "-e", "dev", "--write", "terraform-report=x"}).exit == 1);
}

TEST_CASE("what is withheld from the output is withheld from files, and no file but annotations holds commands")
{
  ReportedProject box;
  box.environment["MY_TOKEN"] = "warehouse-token-1";
  box.edit("environments/base/flows/web-orders.yaml", "Hourly order files of the web shop",
           "\"::error::warehouse-token-1\"");
  const auto ran = box.write_all({"plan", "-e", "dev"});
  for (const auto& format : cli::report_formats_of("plan")) {
    CHECK_MESSAGE(box.read("out/" + format).find("warehouse-token-1") == std::string::npos, format);
    CHECK_MESSAGE((format == "github" || box.read("out/" + format).find("\n::error::") == std::string::npos), format);
  }
}

TEST_CASE("a plan as JSON holds the whole document after apply, secrets masked, and what a deletion loses")
{
  ReportedProject box;
  box.environment["HOOK_VALUE"] = "a-hook-of-the-tests";
  box.edit("environments/dev/environment.yaml", "  variables:", "  secrets: {hook: {env: HOOK_VALUE}}\n  variables:");
  box.edit("environments/base/flows/web-orders.yaml", "        primary.key: ORDER_ID",
           "        primary.key: ORDER_ID\n        password: ${secret.hook}");
  for (const auto* const name : {"qa", "prod"}) {
    box.edit("environments/" + std::string(name) + "/environment.yaml",
             "  variables:", "  secrets: {hook: {env: HOOK_VALUE}}\n  variables:");
  }
  const auto planned = [&](const std::string& address) {
    const auto ran = box.run({"plan", "-e", "dev", "--prune", "--format", "json"});
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    CHECK(schema_errors("schemas/plan.schema.json", ran.json()) == "");
    CHECK(ran.out.find("a-hook-of-the-tests") == std::string::npos);
    const auto document = ran.json();
    for (const auto& change : document.at("resource_changes")) {
      if (change.at("address") == address) {
        return change;
      }
    }
    return nlohmann::json();
  };
  const auto created = planned("web-orders/sink/warehouse");
  CHECK(created.at("planned").at("sink_config").at("table") == "WEB_ORDERS");
  CHECK(created.at("planned").at("sink_config").at("password") == "(sensitive)");
  CHECK(created.at("planned").at("status") == "ACTIVE");
  CHECK_FALSE(created.at("planned").contains("data_set_id")); // nobody knows it yet

  REQUIRE(box.run({"apply", "-e", "dev", "--auto-approve"}).exit == 0);
  CHECK(planned("web-orders/sink/warehouse").at("planned").is_null());
  box.edit("environments/base/flows/web-orders.yaml", "insert.mode: UPSERT", "insert.mode: INSERT");
  const auto updated = planned("web-orders/sink/warehouse").at("planned");
  CHECK(updated.at("sink_config").at("insert.mode") == "INSERT");
  CHECK(updated.at("sink_config").at("table") == "WEB_ORDERS");
  CHECK(updated.at("sink_config").at("password") == "(sensitive)");
  CHECK(updated.at("sink_type") == "snowflake");
  CHECK(updated.at("data_set_id").is_number_integer());
  CHECK(updated.at("status") == "ACTIVE");

  const auto text = box.read("environments/base/flows/web-orders.yaml");
  box.write("environments/base/flows/web-orders.yaml", text.substr(0, text.find("    - key: archive")));
  const auto gone = planned("web-orders/sink/archive");
  CHECK(gone.at("planned").is_null());
  CHECK(gone.at("change").at("before").at("sink_config").at("data_format") == "parquet");
}

TEST_CASE("a plan as JSON tells whether the work tree is as committed")
{
  ReportedProject box;
  const auto dirty = [&] { return box.run({"plan", "-e", "dev", "--format", "json"}).json().at("dirty"); };
  CHECK(dirty().is_null());
  testing::run_git(box.folder(), "init -q");
  testing::run_git(box.folder(), "add -A");
  testing::run_git(box.folder(), "commit -q -m x");
  CHECK(dirty() == false);
  box.edit("environments/base/flows/web-orders.yaml", "insert.mode: UPSERT", "insert.mode: INSERT");
  CHECK(dirty() == true);
}
