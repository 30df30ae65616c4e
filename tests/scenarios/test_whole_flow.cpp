#include "workspace.hpp"

#include <doctest/doctest.h>

// A flow with all that belongs to one besides its data, on its way from dev to prod.

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

const std::string k_dev_flow = "environments/dev/flows/refunds.yaml";
const std::string k_text = R"(apiVersion: flowsync/v1
kind: Flow
metadata: {name: refunds}
spec:
  nexla_project: {ref: money}
  tags: [finance]
  access:
    - {team: data, role: operator} # they run it
  docs: [{file: refunds.md}]
  notifications: [{event: ERROR, channel: email}]
  triggers: [{after: people/sink/one}]
  source: {name: Refunds, type: s3, credential: files, tags: [hourly], config: {path: "${var.bucket}/refunds"}}
  nexsets:
    - {key: raw, detected: {index: 1}}
  sinks:
    - {key: out, from: raw, name: REFUNDS, type: gcs, credential: archive, config: {path: "${var.bucket}/out"}}
)";

void add_refunds(Workspace& workspace)
{
  workspace.write(k_dev_flow, k_text);
  workspace.write("environments/dev/flows/refunds.md", "Ask the *finance* team.\n");
  workspace.write("environments/dev/projects/money.yaml",
                  "apiVersion: flowsync/v1\nkind: NexlaProject\nmetadata: {name: money}\n"
                  "spec: {name: Money, access: [{team: data, role: collaborator}]}\n");
  workspace.edit("environments/prod/environment.yaml", "  safety:", "  naming: {prefix: \"prod \"}\n  safety:");
}

std::string text_of(const json& id)
{
  return std::to_string(id.get<std::int64_t>());
}

// What Nexla has of the flow whose names begin so, less what differs by nature.
json found(Workspace& workspace, const std::string& prefix)
{
  const auto source = workspace.only("data_sources", prefix + "Refunds");
  const auto sink = workspace.only("data_sinks", prefix + "REFUNDS");
  const auto after = workspace.only("data_sinks", prefix + "People one").at("id");
  json all;
  all["tags"] = {source.at("tags"), sink.at("tags")};
  for (const auto& row : workspace.api("GET", "/data_sources/" + text_of(source.at("id")) + "/accessors")) {
    all["access"][row.value("name", row.at("type").get<std::string>())] = row.at("access_roles");
  }
  for (const auto& row : workspace.api("GET", "/notification_settings/SOURCE/" + text_of(source.at("id")))) {
    all["told"].push_back(row.at("channel"));
  }
  const auto set = sink.at("data_set_id");
  for (const auto& row : workspace.api("GET", "/data_sets/" + text_of(set) + "/docs")) {
    all["docs"].push_back({row.at("name"), row.at("text")});
  }
  for (const auto& row : workspace.api("GET", "/flow_triggers?per_page=100")) {
    if (row.at("triggered_resource_id") == source.at("id")) {
      all["triggers"].push_back({row.at("triggering_resource_type"), row.at("triggering_resource_id") == after,
                                 row.at("triggering_event_type"), row.at("status")});
    }
  }
  const auto project = workspace.only("projects", prefix + "Money");
  const auto members = workspace.api("GET", "/projects/" + text_of(project.at("id"))).at("flows");
  all["in project"] = members.size() == 1 && members.at(0).at("data_source_id") == source.at("id");
  return all;
}

} // namespace

TEST_CASE("a flow with access, documents, notifications, tags, a trigger and a project goes from dev to prod")
{
  for (const auto& switches : {SwitchValues{}, k_other_side}) {
    Workspace workspace(switches);
    add_refunds(workspace);
    workspace.apply_well("dev");
    workspace.expect_no_changes("dev");
    const auto promoted = workspace.run({"promote", "refunds", "--from", "dev", "--to", "prod"});
    REQUIRE_MESSAGE(promoted.exit == 0, promoted.out << promoted.err);
    CHECK(workspace.read("environments/base/flows/refunds.yaml").find("role: operator} # they run it\n") !=
          std::string::npos);
    CHECK(workspace.read("environments/base/flows/refunds.md") == "Ask the *finance* team.\n");
    CHECK(!std::filesystem::exists(workspace.root() / k_dev_flow));
    CHECK(!std::filesystem::exists(workspace.root() / "environments/dev/flows/refunds.md"));
    workspace.expect_no_changes("dev");

    const auto plan = workspace.plan("prod");
    CHECK_MESSAGE(says(plan, "runs after people/sink/one"), plan.out);
    workspace.apply_well("prod");
    workspace.expect_no_changes("prod");
    workspace.expect_no_changes("dev");
    const auto dev = found(workspace, "");
    CHECK(dev == found(workspace, "prod "));
    CHECK(dev.at("tags") == json({{"finance", "hourly"}, {"finance"}}));
    CHECK(dev.at("access").at("data") == json::array({"operator"}));
    CHECK(dev.at("told").size() == 1);
    CHECK(dev.at("docs") == json::array({json::array({"refunds.md", "Ask the *finance* team."})}));
    CHECK(dev.at("triggers") == json({{"data_sink", true, "WRITE_DONE", "ACTIVE"}}));
    CHECK(dev.at("in project") == true);
    CHECK(says(workspace.run({"promote", "refunds", "--from", "dev", "--to", "prod", "--check"}),
               "prod already has everything of refunds."));
  }
}
