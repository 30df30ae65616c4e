#include "base/version.hpp"
#include "support/git_repository.hpp"
#include "torture/sample_project.hpp"
#include "workspace.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>

using namespace flowsync::scenarios;
using flowsync::testing::run_git;
using nlohmann::json;

namespace {

void save(Workspace& workspace, std::vector<std::string> more = {})
{
  std::vector<std::string> words{"plan", "-e", "dev", "--out", "dev.plan"};
  words.insert(words.end(), more.begin(), more.end());
  const auto ran = workspace.run(words);
  REQUIRE_MESSAGE(ran.exit == 0, ran.err);
  CHECK(says(ran, "flowsync apply dev.plan"));
}

Ran apply_saved(Workspace& workspace)
{
  return workspace.run({"apply", "dev.plan", "--auto-approve"});
}

} // namespace

TEST_CASE("a saved plan is applied as it is, and applying it twice creates nothing twice")
{
  Workspace workspace;
  save(workspace);
  struct stat info
  {
  };
  REQUIRE(::stat((workspace.root() / "dev.plan").c_str(), &info) == 0);
  CHECK((info.st_mode & 0777U) == 0600U);
  CHECK(workspace.read("dev.plan").find("sim-service-key") == std::string::npos);

  auto ran = apply_saved(workspace);
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(says(workspace.plan(), "No changes."));
  workspace.clear_log();
  ran = apply_saved(workspace);
  CHECK_MESSAGE(ran.exit == 6, ran.err);
  CHECK(says(ran, "nothing would be done now"));
  CHECK(workspace.writes() == 0);
  CHECK(workspace.live("data_sources", "Web orders").size() == 1);
  CHECK(workspace.live("data_sinks", "WEB_ORDERS").size() == 1);
}

TEST_CASE("a saved plan is refused whole when anything changed since, and the change is named")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.edit(k_order_file, "max.file.size.mb: 512", "max.file.size.mb: 256");
  save(workspace);
  std::string named;
  SUBCASE("the specs")
  {
    workspace.edit(k_order_file, "max.file.size.mb: 256", "max.file.size.mb: 128");
    named = "was to become 256 and would now become 128";
  }
  SUBCASE("the field in Nexla")
  {
    const auto sink = workspace.only("data_sinks", "Web orders, archive");
    workspace.edit_live("data_sinks", sink.at("id"), {{"sink_config", {{"max.file.size.mb", 64}}}});
    named = "was 512 in Nexla and is 64";
  }
  SUBCASE("another field in Nexla")
  {
    const auto sink = workspace.only("data_sinks", "WEB_ORDERS");
    workspace.edit_live("data_sinks", sink.at("id"), {{"name", "BY_HAND"}});
    named = "web-orders/sink/warehouse: the saved plan does nothing there";
  }
  SUBCASE("the resource is gone")
  {
    const auto sink = workspace.only("data_sinks", "Web orders, archive");
    const auto path = "/data_sinks/" + std::to_string(sink.at("id").get<int>());
    workspace.api("PUT", path + "/pause");
    workspace.api("DELETE", path);
    named = "web-orders/sink/archive: the action was update and would now be create";
  }
  workspace.clear_log();
  const auto ran = apply_saved(workspace);
  CHECK_MESSAGE(ran.exit == 6, ran.err);
  CHECK_MESSAGE(says(ran, named), ran.err);
  CHECK(workspace.writes() == 0);
}

TEST_CASE("environment, targets and prune of a saved plan come from its file")
{
  Workspace workspace;
  save(workspace, {"--target", "people"});
  CHECK(workspace.run({"apply", "dev.plan", "-e", "prod", "--auto-approve"}).exit == 1);
  CHECK(workspace.run({"apply", "dev.plan", "--prune", "--auto-approve"}).exit == 1);
  CHECK(workspace.run({"apply", "dev.plan", "--target", "web-orders", "--auto-approve"}).exit == 1);
  CHECK(workspace.writes() == 0);
  CHECK(workspace.run({"apply", "dev.plan", "-e", "dev", "--auto-approve"}).exit == 0);
  CHECK(workspace.live("data_sources", "People").size() == 1);
  CHECK(workspace.live("data_sources", "Web orders").empty());
}

TEST_CASE("without a terminal a saved plan needs --auto-approve as well")
{
  Workspace workspace;
  save(workspace);
  const auto ran = workspace.run({"apply", "dev.plan"});
  CHECK(ran.exit == 1);
  CHECK(says(ran, "--auto-approve"));
  CHECK(workspace.writes() == 0);
}

TEST_CASE("what is not a saved plan is refused with a reason")
{
  Workspace workspace;
  save(workspace);
  const auto text = workspace.read("dev.plan");
  std::string reason;
  SUBCASE("cut short")
  {
    workspace.write("dev.plan", text.substr(0, text.size() / 2));
    reason = "is damaged";
  }
  SUBCASE("edited")
  {
    workspace.edit("dev.plan", "\"complete\":true", "\"complete\":false");
    reason = "is damaged";
  }
  SUBCASE("newer")
  {
    workspace.edit("dev.plan", "\"version\":2,", "\"version\":9,");
    reason = "newer flowsync";
  }
  SUBCASE("newer, and it says by whom it was written")
  {
    workspace.edit("dev.plan", "\"version\":2,", "\"version\":9,");
    workspace.edit("dev.plan", "\"flowsync_version\":\"" + flowsync::program_version(),
                   "\"flowsync_version\":\"12.3.0");
    reason = "install flowsync 12.3.0 or later, or plan again";
  }
  SUBCASE("the output of plan --format json")
  {
    workspace.write("dev.plan", workspace.run({"plan", "-e", "dev", "--format", "json"}).out);
    reason = "--format json";
  }
  SUBCASE("not there")
  {
    workspace.remove("dev.plan");
    reason = "there is no file dev.plan";
  }
  const auto ran = apply_saved(workspace);
  CHECK_MESSAGE(ran.exit == 1, ran.err);
  CHECK_MESSAGE(says(ran, reason), ran.err);
  CHECK(workspace.writes() == 0);
}

TEST_CASE("a plan with errors is not saved, and no other file is overwritten")
{
  Workspace workspace;
  workspace.apply_well();
  auto ran = workspace.run({"plan", "-e", "dev", "--out", "flowsync.yaml"});
  CHECK(ran.exit == 1);
  CHECK(workspace.read("flowsync.yaml").find("kind: Project") != std::string::npos);
  ran = workspace.run({"plan", "-e", "dev", "--out", "-"});
  CHECK(ran.exit == 1);
  const auto sink = workspace.only("data_sinks", "WEB_ORDERS");
  workspace.edit_live("data_sinks", workspace.only("data_sinks", "People one").at("id"),
                      {{"description", sink.at("description")}}); // two with one mark
  workspace.remove(".flowsync/state");
  ran = workspace.run({"plan", "-e", "dev", "--out", "dev.plan"});
  CHECK(ran.exit != 0);
  CHECK(says(ran, "was not saved"));
  CHECK(!std::filesystem::exists(workspace.root() / "dev.plan"));
}

TEST_CASE("a plan of a pull request is applied after the merge, on another commit and after changes elsewhere")
{
  Workspace workspace;
  workspace.write(".gitignore", ".flowsync/\n*.plan\n");
  run_git(workspace.root(), "init -q");
  run_git(workspace.root(), "add -A");
  run_git(workspace.root(), "commit -q -m one");
  workspace.apply_well();
  workspace.edit(k_order_file, "max.file.size.mb: 512", "max.file.size.mb: 256");
  run_git(workspace.root(), "commit -q -a -m two");
  save(workspace);
  const auto before = workspace.plan_json();
  SUBCASE("a merge commit")
  {
    run_git(workspace.root(), "commit -q --allow-empty -m merged");
  }
  SUBCASE("another flow changed in the specs and was applied")
  {
    workspace.edit(flowsync::torture::k_people_file, "config: {path: people,", "config: {path: all-people,");
    run_git(workspace.root(), "commit -q -a -m three");
    const auto ran = workspace.run({"apply", "-e", "dev", "--auto-approve", "--target", "people"});
    REQUIRE_MESSAGE(ran.exit == 0, ran.err);
  }
  CHECK(workspace.plan_json().at("actions_digest") == before.at("actions_digest"));
  const auto ran = apply_saved(workspace);
  CHECK_MESSAGE(ran.exit == 0, ran.err);
  CHECK(says(workspace.plan(), "No changes."));
}

TEST_CASE("an apply that expects a digest does that plan or nothing")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.edit(k_order_file, "max.file.size.mb: 512", "max.file.size.mb: 256");
  const auto digest = workspace.plan_json().at("actions_digest").get<std::string>();
  CHECK(says(workspace.plan(), digest));
  const auto apply = [&](const std::string& expected) {
    workspace.clear_log();
    return workspace.run({"apply", "-e", "dev", "--auto-approve", "--expect", expected});
  };
  CHECK(apply("sha256:xyz").exit == 1);
  CHECK(apply("abc").exit == 1);
  workspace.edit(k_order_file, "max.file.size.mb: 256", "max.file.size.mb: 128");
  const auto ran = apply(digest);
  CHECK_MESSAGE(ran.exit == 6, ran.err);
  CHECK(workspace.writes() == 0);
  const auto now = workspace.plan_json().at("actions_digest").get<std::string>();
  CHECK(says(ran, "its digest is " + now));
  CHECK(apply(now.substr(7, 12)).exit == 0);
  CHECK(workspace.writes() > 0);
}

TEST_CASE("a saved plan is shown again as it was, in every format, without a key")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.edit(k_order_file, "max.file.size.mb: 512", "max.file.size.mb: 256");
  workspace.remove(flowsync::torture::k_people_file);
  for (const std::string format : {"text", "markdown", "json", "html"}) {
    const auto planned = workspace.run({"plan", "-e", "dev", "--out", "dev.plan", "--format", format});
    REQUIRE_MESSAGE(planned.exit == 0, planned.err);
    workspace.environment.erase("NEXLA_KEY");
    const auto shown = workspace.run({"show", "dev.plan", "--format", format});
    CHECK_MESSAGE(shown.exit == 0, shown.err);
    CHECK(shown.out == planned.out);
    workspace.plant("NEXLA_KEY", "sim-service-key");
  }
  CHECK(workspace.run({"show", "flowsync.yaml"}).exit == 1);
}

TEST_CASE("what apply would refuse, plan says at its top, and with --detailed-exitcode by its exit code")
{
  Workspace workspace;
  const auto check = [&](const std::vector<std::string>& more, const std::string& code) {
    std::vector<std::string> words{"plan", "-e", "prod", "--detailed-exitcode"};
    words.insert(words.end(), more.begin(), more.end());
    const auto text = workspace.run(words);
    CHECK_MESSAGE(text.exit == (code.empty() ? 2 : 6), text.out << text.err);
    words.insert(words.end(), {"--format", "json"});
    const auto blocked = json::parse(workspace.run(words).out).at("blocked");
    REQUIRE(blocked.size() == (code.empty() ? 0 : 1));
    if (!code.empty()) {
      CHECK(blocked[0].at("code") == code);
      CHECK(says(text, blocked[0].at("message").get<std::string>()));
      words.back() = "markdown";
      CHECK(says(workspace.run(words), "**Blocked:**"));
      words.back() = "html";
      CHECK(says(workspace.run(words), "Blocked:"));
    }
  };
  check({}, ""); // creates never count
  workspace.apply_well("prod");
  workspace.remove(flowsync::torture::k_people_file);
  check({"--prune"}, "delete-prevented");
}

TEST_CASE("a plan that only adopts or moves is not `No changes.`")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.edit(k_order_file, "key: archive", "key: store");
  workspace.edit(k_order_file, "kind: Flow",
                 "kind: Flow\nmoved: [{from: web-orders/sink/archive, to: web-orders/sink/store}]");
  const auto ran = workspace.run({"plan", "-e", "dev", "--detailed-exitcode"});
  CHECK_MESSAGE(ran.exit == 2, ran.out << ran.err);
  CHECK(!says(ran, "No changes."));
}
