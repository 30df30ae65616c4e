#include "both_sides.hpp"

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

// A sink and a source with a secret of their own: under a sensitive key, and inside a longer text.
void give_secrets(Workspace& workspace)
{
  workspace.plant("NEXLA_HOOK_SECRET", "planted-hook-4711");
  workspace.edit(k_dev_file, "  variables:", "  secrets: {hook: {env: NEXLA_HOOK_SECRET}}\n  variables:");
  workspace.edit(k_order_file, "data_format: json,",
                 "data_format: json, hash_secret_key: \"${secret.hook}\", note: \"use ${secret.hook} here\",");
  workspace.edit(k_order_file, "      csv.delimiter: \";\"\n",
                 "      csv.delimiter: \";\"\n      webhook.password: ${secret.hook}\n");
}

} // namespace

TEST_CASE("a secret reaches Nexla and nothing else: no stream, no file, no log, no report")
{
  on_both_sides([](Workspace& workspace) {
    give_secrets(workspace);
    const std::vector<std::vector<std::string>> looks{{"validate"},
                                                      {"render", "-e", "dev"},
                                                      {"render", "-e", "dev", "--explain"},
                                                      {"plan", "-e", "dev", "-v"},
                                                      {"plan", "-e", "dev", "--format", "json"},
                                                      {"plan", "-e", "dev", "--format", "markdown"},
                                                      {"plan", "-e", "dev", "--format", "html"},
                                                      {"plan", "-e", "dev", "--out", "saved.plan"},
                                                      {"drift", "-e", "dev", "-v"},
                                                      {"credentials", "-e", "dev", "-v"},
                                                      {"state", "list", "-e", "dev"},
                                                      {"state", "show", "web-orders/sink/archive", "-e", "dev"}};
    const auto look = [&] {
      for (const auto& words : looks) {
        workspace.run(words);
      }
    };
    look();
    const auto applied = workspace.run({"apply", "-e", "dev", "--auto-approve", "-v"});
    INFO(applied.err);
    REQUIRE(applied.exit == 0);
    bool sent = false;
    for (const auto& request : workspace.request_log()) {
      sent = sent || request.dump().find("planted-hook-4711") != std::string::npos;
      CHECK(request.at("path").get<std::string>().find("planted") == std::string::npos);
    }
    CHECK(sent);
    CHECK(ends_with_no_changes(workspace.plan()));
    look();
    workspace.edit(k_order_file, "path: archive/orders", "path: archive/all");
    CHECK(workspace.run({"apply", "-e", "dev", "--auto-approve", "--format", "json"}).exit == 0);
    CHECK(ends_with_no_changes(workspace.plan()));
    CHECK(workspace.run({"state", "rebuild", "-e", "dev"}).exit == 0);
    look();
    CHECK(workspace.run({"destroy", "-e", "dev", "--confirm", "dev"}).exit == 0);
  });
}

TEST_CASE("failures of every kind do not show a secret either")
{
  Workspace workspace;
  give_secrets(workspace);
  workspace.apply_well();
  workspace.edit(k_order_file, "path: archive/orders", "path: archive/all");
  for (const auto* const action : {"status", "html", "drop_after", "truncate", "no_persist"}) {
    workspace.fault(json{{"times", 2}, {"mutating", true}, {"action", action}});
    workspace.run({"apply", "-e", "dev", "--auto-approve", "-v"});
  }
  workspace.set({{"error_shape", "html"}});
  workspace.run({"apply", "-e", "dev", "--auto-approve", "-v"});
  workspace.environment.erase("NEXLA_HOOK_SECRET");
  const auto missing = workspace.apply();
  CHECK(missing.exit == 5);
  CHECK(says(missing, "NEXLA_HOOK_SECRET"));
}

TEST_CASE("a secret that was rotated is applied once more, whether the service shows it or not")
{
  on_both_sides([](Workspace& workspace) {
    give_secrets(workspace);
    workspace.apply_well();
    CHECK(ends_with_no_changes(workspace.plan()));
    workspace.plant("NEXLA_HOOK_SECRET", "planted-hook-4712");
    const auto plan = workspace.plan();
    CHECK_MESSAGE(says(plan, "(sensitive, rotated)"), plan.out);
    CHECK(workspace.run({"drift", "-e", "dev"}).exit == 0);
    workspace.apply_well();
    CHECK(ends_with_no_changes(workspace.plan()));
    workspace.environment.erase("NEXLA_HOOK_SECRET");
    const auto unset = workspace.plan();
    CHECK_MESSAGE(says(unset, "(sensitive, not compared): this run was not given $NEXLA_HOOK_SECRET"), unset.out);
    CHECK(ends_with_no_changes(unset));
    bool sent = false;
    for (const auto& request : workspace.request_log()) {
      sent = sent || request.dump().find("planted-hook-4712") != std::string::npos;
    }
    CHECK(sent);
  });
}

TEST_CASE("an update that would drop a secret which Nexla hides is refused with the line to add")
{
  Workspace workspace;
  give_secrets(workspace);
  workspace.apply_well();
  workspace.edit(k_order_file, "data_format: json, hash_secret_key: \"${secret.hook}\", ", "data_format: csv, ");
  const auto ran = workspace.apply();
  const auto live = workspace.only("data_sinks", "Web orders, archive").at("sink_config");
  // Either the service shows that it is gone on purpose, or flowsync refused: it must never go silently.
  CHECK((ran.exit == 0 || says(ran, "hash_secret_key")));
  CHECK(live.contains("path"));
}
