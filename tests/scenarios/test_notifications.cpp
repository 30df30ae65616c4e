#include "both_sides.hpp"
#include "empty_project.hpp"

#include <algorithm>

// Who is told about events of resources.

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

std::string id_text(Workspace& workspace, const std::string& type, const std::string& name)
{
  return std::to_string(workspace.only(type, name).at("id").get<std::int64_t>());
}

json settings_of(Workspace& workspace, const std::string& type, const std::string& name)
{
  return workspace.api("GET", "/notification_settings/" + type + "/" + id_text(workspace, type, name));
}

// What the service tells whom: "ERROR EMAIL ACTIVE", with the id of a channel that was set up.
std::set<std::string> told(Workspace& workspace, const std::string& type, const std::string& name)
{
  std::set<std::string> found;
  const auto types = workspace.api("GET", "/notification_types");
  for (const auto& row : settings_of(workspace, type, name)) {
    const auto known = std::find_if(types.begin(), types.end(),
                                    [&](const json& one) { return one.at("id") == row.at("notification_type_id"); });
    REQUIRE(known != types.end());
    const auto channel = row.at("notification_channel_setting_id");
    found.insert(known->at("event_type").get<std::string>() + " " + row.at("channel").get<std::string>() + " " +
                 row.at("status").get<std::string>() + (channel.is_null() ? "" : " " + channel.dump()));
  }
  return found;
}

// Sets up a channel; its id as text.
std::string channel(Workspace& workspace, const std::string& way, const json& config)
{
  return workspace.api("POST", "/notification_channel_settings", {{"channel", way}, {"config", config}})
      .at("id")
      .dump();
}

using Told = std::set<std::string>;

constexpr const char* k_flow_words =
    "  notifications: [{event: error, channel: Email}, {event: WRITE_DONE, channel: ops-slack}]\n  source:\n";

void set_words(Workspace& workspace)
{
  workspace.edit(k_order_file, "  source:\n", k_flow_words);
  workspace.edit(k_order_file, "    type: s3\n",
                 "    type: s3\n    notifications: [{event: EMPTY_DATA, channel: \"#data\"}]\n");
}

} // namespace

TEST_CASE("people are told of what the specs say, and other settings stay")
{
  SwitchValues switches;
  SUBCASE("default switches") {}
  SUBCASE("the other side of the doubts")
  {
    switches = k_other_side;
    switches["notification_events"] = "id";
  }
  Workspace workspace(switches);
  const auto slack = channel(workspace, "SLACK", {{"name", "ops-slack"}, {"webhook_url", "https://x.example/T0/B1"}});
  const auto data = channel(workspace, "SLACK", {{"channel", "#data"}});
  set_words(workspace);
  workspace.apply_well();
  workspace.expect_no_changes();
  const Told of_source{"ERROR EMAIL ACTIVE", "EMPTY_DATA SLACK ACTIVE " + data};
  CHECK(told(workspace, "data_sources", "Web orders") == of_source);
  CHECK(told(workspace, "data_sets", "Web orders, clean") == Told{"ERROR EMAIL ACTIVE"});
  CHECK(told(workspace, "data_sinks", "WEB_ORDERS") == Told{"ERROR EMAIL ACTIVE", "WRITE_DONE SLACK ACTIVE " + slack});
  CHECK(told(workspace, "data_sources", "People").empty());

  // Somebody paused one and removed another.
  const auto rows = settings_of(workspace, "data_sources", "Web orders");
  for (const auto& row : rows) {
    const auto place = "/notification_settings/" + row.at("id").dump();
    if (row.at("channel") == "EMAIL") {
      workspace.api("PUT", place, {{"status", "PAUSED"}});
    } else {
      workspace.api("DELETE", place);
    }
  }
  const auto drift = workspace.run({"drift", "-e", "dev"});
  CHECK(drift.exit == 2);
  CHECK_MESSAGE(says(drift, "/notifications/ERROR email"), drift.out);
  CHECK_MESSAGE(says(drift, "/notifications/EMPTY_DATA #data"), drift.out);
  workspace.clear_log();
  workspace.apply_well();
  CHECK(workspace.writes() == 2); // no pause, and no PUT of the source
  workspace.expect_no_changes();
  CHECK(told(workspace, "data_sources", "Web orders") == of_source);

  // A setting that the specs do not name is nobody's business.
  auto other = rows.at(0);
  const auto types = workspace.api("GET", "/notification_types");
  const auto pause = std::find_if(types.begin(), types.end(), [](const json& type) {
    return type.at("event_type") == "PAUSE" && type.at("resource_type") == "SOURCE";
  });
  workspace.api("POST", "/notification_settings",
                {{"channel", "APP"},
                 {"notification_type_id", pause->at("id")},
                 {"notification_resource_type", "SOURCE"},
                 {"resource_id", other.at("resource_id")}});
  workspace.expect_no_changes();

  // What leaves the specs goes, and only that.
  workspace.edit(k_order_file, "    notifications: [{event: EMPTY_DATA, channel: \"#data\"}]\n", "");
  const auto plan = workspace.plan_json();
  CHECK(change_of(plan, "web-orders/source").at("fields").at(0).at("path") == "/notifications/EMPTY_DATA #data");
  CHECK(change_of(plan, "web-orders/source").at("restarts") == false);
  workspace.apply_well();
  workspace.edit(k_order_file, "{event: error, channel: Email}, ", "");
  workspace.apply_well();
  workspace.expect_no_changes();
  CHECK(told(workspace, "data_sources", "Web orders") == Told{"PAUSE APP ACTIVE"});
  CHECK(told(workspace, "data_sinks", "WEB_ORDERS") == Told{"WRITE_DONE SLACK ACTIVE " + slack});
}

TEST_CASE("channels that were not set up are errors of the plan, and two of one name are told apart")
{
  Workspace workspace;
  channel(workspace, "SLACK", {{"name", "ops-slack"}});
  workspace.edit(k_order_file, "    type: s3\n",
                 "    type: s3\n    notifications: [{event: ERROR, channel: ops-slak}]\n");
  const auto plan = workspace.plan();
  CHECK(plan.exit == 3); // the other flow is planned
  CHECK_MESSAGE(says(plan, "no channel called \"ops-slak\""), plan.out << plan.err);
  CHECK(says(plan, "did you mean \"ops-slack\"?"));
  CHECK(says(plan, k_order_file + ":10:"));
  const auto second = channel(workspace, "WEBHOOKS", {{"name", "ops-slack"}});
  workspace.edit(k_order_file, "channel: ops-slak}", "channel: ops-slack}");
  CHECK_MESSAGE(says(workspace.plan(), "no channel called \"ops-slack\""), workspace.plan().err);
  workspace.edit(k_order_file, "channel: ops-slack}", "channel: ops-slack " + second + "}");
  workspace.apply_well();
  CHECK(told(workspace, "data_sources", "Web orders") == Told{"ERROR WEBHOOKS ACTIVE " + second});
}

TEST_CASE("notifications that this key may not see are told, and stop only what they are of")
{
  Workspace workspace;
  workspace.apply_well();
  set_words(workspace);
  channel(workspace, "SLACK", {{"name", "ops-slack"}});
  channel(workspace, "SLACK", {{"channel", "#data"}});
  std::string side = "refused";
  SUBCASE("refused") {}
  SUBCASE("absent")
  {
    side = "absent";
  }
  workspace.set({{"notifications", side}});
  const auto plan = workspace.plan();
  CHECK_MESSAGE(says(plan, "web-orders/source: `notifications` cannot be read"), plan.out << plan.err);
  workspace.edit("environments/base/flows/people.yaml", "  source:\n", "  tags: [staff]\n  source:\n");
  const auto ran = workspace.apply();
  CHECK(ran.exit == 3);
  CHECK_MESSAGE(says(ran, "/notification_settings/SOURCE/"), ran.out << ran.err);
  CHECK(workspace.only("data_sources", "People").at("tags") == json{"staff"});
  workspace.set({{"notifications", "on"}});
  workspace.apply_well();
  workspace.expect_no_changes();
  CHECK(told(workspace, "data_sources", "Web orders").size() == 2);
}

TEST_CASE("a setting whose reply was lost is not made twice")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.edit(k_order_file, "    type: s3\n", "    type: s3\n    notifications: [{event: ERROR, channel: app}]\n");
  workspace.fault({{"method", "POST"}, {"path", "^/notification_settings$"}, {"action", "drop_after"}});
  CHECK(workspace.apply().exit == 7); // no answer
  workspace.apply_well();
  workspace.expect_no_changes();
  CHECK(settings_of(workspace, "data_sources", "Web orders").size() == 1);
}

TEST_CASE("notifications that somebody set by hand are exported, and the next plan only adopts")
{
  EmptyProject workspace;
  channel(workspace, "EMAIL", {{"email", "ops@acme.example"}});
  const auto types = workspace.api("GET", "/notification_types");
  for (const auto* const event : {"ERROR", "EMPTY_DATA"}) {
    const auto type = std::find_if(types.begin(), types.end(), [&](const json& one) {
      return one.at("event_type") == event && one.at("resource_type") == "SOURCE";
    });
    workspace.api(
        "POST", "/notification_settings",
        {{"channel", "EMAIL"},
         {"notification_type_id", type->at("id")},
         {"notification_resource_type", "SOURCE"},
         {"resource_id", 6862},
         {"status", std::string(event) == "ERROR" ? "ACTIVE" : "PAUSED"},
         {"notification_channel_setting_id", workspace.api("GET", "/notification_channel_settings").at(0).at("id")}});
  }
  const auto ran = workspace.export_all();
  CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
  const auto text = workspace.read("environments/dev/flows/orders.yaml");
  CHECK_MESSAGE(text.find("channel: ops@acme.example") != std::string::npos, text);
  CHECK(text.find("event: ERROR") != std::string::npos);
  CHECK(text.find("EMPTY_DATA") == std::string::npos); // nobody is told of it
  workspace.expect_adoption();
}

TEST_CASE("notifications go with their flow when it is promoted")
{
  Workspace workspace;
  channel(workspace, "EMAIL", {{"email", "ops@acme.example"}});
  workspace.write("environments/dev/flows/users.yaml", R"(apiVersion: flowsync/v1
kind: Flow
metadata: {name: users}
spec:
  notifications: [{event: ERROR, channel: ops@acme.example}]
  source: {name: Users, type: s3, credential: files, config: {path: users}}
  nexsets:
    - {key: raw, detected: {index: 1}}
)");
  workspace.apply_well();
  for (const auto& source : workspace.promote_to_prod("users", "Users")) {
    CHECK(workspace.api("GET", "/notification_settings/SOURCE/" + source.at("id").dump()).size() == 1);
  }
}

TEST_CASE("specs without notifications cost no request for them")
{
  Workspace workspace;
  workspace.apply_well();
  workspace.expect_no_changes();
  const auto asked = [&] {
    const auto log = workspace.request_log();
    return std::count_if(log.begin(), log.end(), [](const json& request) {
      return request.at("path").get<std::string>().starts_with("/notification_");
    });
  };
  CHECK(asked() == 0);
  workspace.edit(k_order_file, "    type: s3\n", "    type: s3\n    notifications: [{event: ERROR, channel: app}]\n");
  workspace.apply_well();
  CHECK(asked() > 0);
}
