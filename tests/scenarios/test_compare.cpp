#include "both_sides.hpp"
#include "support/git_repository.hpp"

#include <algorithm>

using namespace flowsync::scenarios;
using flowsync::testing::run_git;
using nlohmann::json;

namespace {

const std::string k_prod_flow = "environments/prod/flows/orders.yaml";
const std::string k_dev_flow = "environments/dev/flows/orders.yaml";

std::string overlay(const std::string& config, const std::string& name = "web-orders")
{
  return "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: " + name + "}\nspec:\n  source: {config: {" + config +
         "}}\n";
}

// Every difference of one flow as "path verdict".
std::set<std::string> verdicts(const json& comparison, const std::string& flow)
{
  std::set<std::string> result;
  for (const auto& document : comparison.at("documents")) {
    for (const auto& one : document.at("name") == flow ? document.at("differences") : json::array()) {
      result.insert(one.at("path").back().get<std::string>() + " " + one.at("verdict").get<std::string>());
    }
  }
  return result;
}

json compared(Workspace& workspace, const std::vector<std::string>& more = {})
{
  std::vector<std::string> words{"compare", "dev", "prod", "--format", "json"};
  words.insert(words.end(), more.begin(), more.end());
  const auto ran = workspace.run(words);
  REQUIRE_MESSAGE(ran.exit == 0, ran.out << ran.err);
  return json::parse(ran.out);
}

} // namespace

TEST_CASE("compare tells what an overlay means from what looks forgotten, offline")
{
  Workspace workspace;
  workspace.write(k_dev_flow, overlay("csv.delimiter: \",\", limit: 5, start.cron: \"0 0 5 * * ? *\""));
  workspace.write(k_prod_flow, overlay("csv.delimiter: \"|\", path: elsewhere"));
  workspace.stop_account();
  workspace.environment.erase("NEXLA_KEY");
  CHECK(verdicts(compared(workspace), "web-orders") == std::set<std::string>{"csv.delimiter meant",
                                                                             "limit looks-forgotten", "path meant",
                                                                             "start.cron looks-forgotten"});
  const auto text = workspace.run({"compare", "dev", "prod"});
  CHECK(text.exit == 0);
  CHECK(says(text, "looks forgotten: prod inherits the schedule of base"));
  CHECK(says(text, "environments/dev/flows/orders.yaml:5:"));
  CHECK(says(text, "2 differences look forgotten."));
}

TEST_CASE("compare --check exits with 2 for what looks forgotten or is the same place twice, with --all for all")
{
  Workspace workspace;
  CHECK(workspace.run({"compare", "dev", "prod", "--all"}).exit == 0);
  CHECK(workspace.run({"compare", "dev", "prod", "--check"}).exit == 0); // the buckets differ, as they should
  CHECK(workspace.run({"compare", "dev", "prod", "--check", "--all"}).exit == 2);
  workspace.write(k_dev_flow, overlay("csv.delimiter: \",\", limit: 5"));
  workspace.write(k_prod_flow, overlay("csv.delimiter: \"|\""));
  CHECK(workspace.run({"compare", "dev", "prod"}).exit == 0);
  CHECK(workspace.run({"compare", "dev", "prod", "--check"}).exit == 2);
  workspace.remove(k_dev_flow);
  workspace.remove(k_prod_flow);
  workspace.edit("environments/prod/environment.yaml", ", shared_places: [\"*\"]", "");
  const auto shared = workspace.run({"compare", "dev", "prod", "--check"});
  CHECK(shared.exit == 2);
  CHECK(says(shared, "! dev and prod write the same place: snowflake `database=SALES table=WEB_ORDERS`"));
  CHECK(says(shared, "places are the same in both."));
  CHECK(compared(workspace).at("summary").at("same_places") == 5);
  CHECK(says(workspace.run({"compare", "dev", "prod", "--format", "markdown"}),
             "- **dev and prod write the same place\\: gcs "));
  workspace.edit("environments/prod/environment.yaml", "max_changes: 30%", "max_changes: 30%, shared_places: [\"*\"]");
  workspace.edit("environments/prod/environment.yaml", "bucket: acme-prod", "bucket: acme-dev");
  const auto same = workspace.run({"compare", "dev", "prod", "--check"});
  CHECK(same.exit == 0);
  CHECK(same.out == "No differences.\n");
}

TEST_CASE("compare refuses what it cannot mean, with the way to write it")
{
  Workspace workspace;
  const auto refused = [&](const std::vector<std::string>& words, const std::string& hint) {
    const auto ran = workspace.run(words);
    CHECK(ran.exit == 1);
    CHECK(ran.out.empty());
    CHECK_MESSAGE(says(ran, hint), ran.err);
  };
  refused({"compare", "dev"}, "there are dev and prod");
  refused({"compare", "dev", "dev"}, "given dev twice");
  refused({"compare", "dev", "prdo"}, "did you mean `prod`?");
  refused({"compare", "dev", "prod", "qa"}, "takes two environments");
  refused({"compare", "-e", "dev", "prod"}, "flowsync compare dev prod");
  refused({"compare", "dev", "prod", "--target", "web-order"}, "did you mean `web-orders`?");
  refused({"compare", "dev", "prod", "--format", "html"}, "html");
}

TEST_CASE("compare names flows that one side alone has or leaves out, and aliases that a side lacks")
{
  Workspace workspace;
  workspace.write("environments/dev/flows/mine.yaml",
                  "apiVersion: flowsync/v1\nkind: Flow\nmetadata: {name: mine}\nspec:\n"
                  "  source: {name: Mine, type: s3, credential: files, config: {path: a}}\n");
  workspace.edit("environments/prod/environment.yaml", "  variables:", "  flows: {exclude: [web-*]}\n  variables:");
  workspace.edit("environments/prod/environment.yaml", "    crm: {name: CRM Postgres}\n", "");
  const auto ran = workspace.run({"compare", "dev", "prod"});
  CHECK(ran.exit == 0);
  CHECK_MESSAGE(ran.out.starts_with("Only in dev: mine, web-orders\n    web-orders: prod leaves it out: "
                                    "environments/prod/environment.yaml:"),
                ran.out);
  CHECK(says(ran, "prod has no credential for the alias `crm`"));
  const auto target = workspace.run({"compare", "dev", "prod", "--target", "mine"});
  CHECK(target.out == "Only in dev: mine\n\n1 flow only in dev.\n");
}

TEST_CASE("secrets and hostile text stay harmless on every output of compare")
{
  Workspace workspace;
  workspace.write(k_dev_flow, overlay("password: hunter2, \"x\\n::error::y\": \"\\e[31m\""));
  for (const auto* const format : {"text", "json", "markdown"}) {
    const auto ran = workspace.run({"compare", "dev", "prod", "--format", format});
    CHECK(ran.exit == 0);
    CHECK(ran.out.find("hunter2") == std::string::npos);
    CHECK(ran.out.find('\x1b') == std::string::npos);
    CHECK(ran.out.find("\n::error") == std::string::npos);
  }
}

TEST_CASE("compare --live shows what runs, names in place of ids, and only what really differs")
{
  on_both_sides([](Workspace& workspace) {
    workspace.write(k_prod_flow, overlay("start.cron: \"0 0/15 * * * ? *\""));
    workspace.apply_well("dev");
    const auto before = workspace.run({"compare", "dev", "prod", "--live", "--check"});
    CHECK(before.exit == 2);
    CHECK(says(before, "Nothing of prod has been applied yet."));
    CHECK(before.out.starts_with("Only in dev: "));
    CHECK(says(before, "in the specs of both, but not applied in prod"));

    workspace.apply_well("prod");
    CHECK(verdicts(compared(workspace, {"--live"}), "web-orders") ==
          std::set<std::string>{"path meant", "start.cron meant"});

    // Somebody edits prod's archive in the UI, and gives it another credential.
    const auto archives = workspace.live("data_sinks", "Web orders, archive");
    const auto prods = std::find_if(archives.begin(), archives.end(), [](const json& sink) {
      return sink.at("description").get<std::string>().find("/prod ") != std::string::npos;
    });
    REQUIRE(prods != archives.end());
    const auto id = prods->at("id").get<std::int64_t>();
    workspace.edit_live("data_sinks", id, {{"sink_config", {{"path", "by-hand"}}}, {"data_credentials_id", 6030}});
    const auto after = compared(workspace, {"--live", "--target", "web-orders"});
    CHECK(verdicts(after, "web-orders") ==
          std::set<std::string>{"path meant", "path not-in-specs", "start.cron meant", "credential not-in-specs"});
    const auto text = workspace.run({"compare", "dev", "prod", "--live"});
    CHECK(says(text, "by-hand"));
    CHECK(says(text, "# sink " + std::to_string(id)));
    CHECK(says(text, "not in the specs: the specs do not differ here"));
    CHECK(says(text, "2 differences not in the specs."));
    CHECK(says(text, "archive  "));

    // Without specs that can be read, what runs can still be compared.
    workspace.write("environments/base/flows/broken.yaml", "a: [");
    const auto broken = workspace.run({"compare", "dev", "prod", "--live"});
    CHECK(broken.exit == 0);
    CHECK(says(broken, "The specs have errors"));
    CHECK(says(broken, "by-hand"));
  });
}

TEST_CASE("compare --live finds what is bound without a state, and says which account cannot be read")
{
  Workspace workspace;
  workspace.apply_well("dev");
  workspace.apply_well("prod");
  workspace.remove(".flowsync/state");
  const auto kept = compared(workspace, {"--live"});
  CHECK(kept.at("summary").at("flows").at("only_left") == 0);
  CHECK(verdicts(kept, "web-orders") == std::set<std::string>{"path meant"});
  CHECK(workspace.writes() > 0);
  workspace.clear_log();
  compared(workspace, {"--live"});
  CHECK(workspace.writes() == 0);

  workspace.edit("environments/prod/environment.yaml", "${env.NEXLA_KEY}", "${env.NEXLA_PROD_KEY}");
  workspace.environment["NEXLA_PROD_KEY"] = "wrong";
  const auto refused = workspace.run({"compare", "dev", "prod", "--live"});
  CHECK(refused.exit == 5);
  CHECK(says(refused, "the account of prod could not be read"));
  workspace.stop_account();
  const auto unreachable = workspace.run({"compare", "dev", "prod", "--live"});
  CHECK(unreachable.exit == 7);
  CHECK(says(unreachable, "the account of dev could not be read"));
}

TEST_CASE("compare tells what differs by the revision of a pinned base, scripts included")
{
  Workspace workspace;
  const std::string script = "environments/base/transforms/clean.py";
  workspace.edit(k_order_file,
                 "      transform:\n        version: 1\n        transforms: [{operation: shift, spec: {order_id: "
                 "ORDER_ID}}]\n",
                 "      transform: {file: ../transforms/clean.py, type: python}\n");
  workspace.write(script, "def run(a, b, c):\n    return a\n");
  run_git(workspace.root(), "init -q");
  run_git(workspace.root(), "add -A");
  run_git(workspace.root(), "commit -q -m one");
  run_git(workspace.root(), "tag v1");
  workspace.edit("environments/prod/environment.yaml", "spec:\n", "spec:\n  base: {ref: v1}\n");
  CHECK(verdicts(compared(workspace), "web-orders") == std::set<std::string>{"path meant"});

  workspace.edit(k_order_file, "csv.delimiter: \";\"", "csv.delimiter: \",\"");
  workspace.write(script, "def run(a, b, c):\n    return b\n");
  CHECK(verdicts(compared(workspace), "web-orders") ==
        std::set<std::string>{"path meant", "csv.delimiter pinned", "file pinned"});
  const auto text = workspace.run({"compare", "dev", "prod"});
  CHECK(says(text, "dev and prod read base at different revisions"));
  CHECK(says(text, "      -     return b\n"));
  CHECK(says(text, "      +     return a\n"));
  CHECK(says(text, "v1:environments/base/flows/orders.yaml:"));
}
