#include "scenarios/both_sides.hpp"

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

void run_happens(Workspace& workspace, const json& run)
{
  workspace.api("POST", "/_sim/runs", run);
}

json status_json(Workspace& workspace, int exit)
{
  const auto ran = workspace.run({"status", "-e", "dev", "--format", "json"});
  CHECK_MESSAGE(ran.exit == exit, ran.out << ran.err);
  return json::parse(ran.out);
}

const json& flow_of(const json& status, const std::string& name)
{
  for (const auto& flow : status.at("flows")) {
    if (flow.at("flow") == name) {
      return flow;
    }
  }
  FAIL("no flow " << name);
  return status;
}

} // namespace

TEST_CASE("a flow that is active but stalled is told with the step, the error and since when")
{
  for (const auto& switches : {SwitchValues{}, SwitchValues{{"run_summary", "by_run"},
                                                            {"flow_logs", "flat"},
                                                            {"run_metrics", "all"},
                                                            {"page_size", "2"},
                                                            {"page_cap", "2"}}}) {
    Workspace workspace(switches);
    workspace.apply_well();
    auto ran = workspace.run({"status", "-e", "dev"});
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    CHECK_MESSAGE(says(ran, "2 of 2 flows flowing."), ran.out);

    const auto source = workspace.only("data_sources", "Web orders").at("id").get<std::int64_t>();
    const auto sink = workspace.only("data_sinks", "WEB_ORDERS").at("id").get<std::int64_t>();
    run_happens(workspace,
                {{"source_id", source},
                 {"records", 40},
                 {"sinks",
                  {{std::to_string(sink), {{"records", 0}, {"errors", 40}, {"message", "no such\n::error::table"}}}}}});
    const auto status = status_json(workspace, 2);
    const auto& flow = flow_of(status, "web-orders");
    CHECK(flow.at("state") == "not_flowing");
    CHECK(flow.at("wanted") == "active");
    CHECK(flow.at("live") == "ACTIVE");
    CHECK(flow.at("step") == "web-orders/sink/warehouse");
    CHECK(flow.at("records_in") == 40);
    CHECK(flow.at("records_out") == 40); // of the other sink
    CHECK(flow.at("errors") == 40);
    CHECK(flow.at("since").is_string());
    CHECK(flow.at("log").at(0).at("text") == "no such\n::error::table");
    CHECK(status.at("summary").at("not_flowing") == 1);
    ran = workspace.run({"status", "-e", "dev", "web-orders"});
    CHECK(ran.exit == 2);
    CHECK_MESSAGE(says(ran, "Not flowing although it should: 1 of 1 flow."), ran.out);
    CHECK_MESSAGE(ran.out.find("\n::error::") == std::string::npos, ran.out);
  }
}

TEST_CASE("status says what it cannot tell, and a paused flow is no alarm")
{
  Workspace workspace({{"run_metrics", "off"}, {"run_summary", "absent"}, {"flow_logs", "refused"}});
  workspace.apply_well();
  CHECK(flow_of(status_json(workspace, 0), "web-orders").at("state") == "unknown");
  workspace.set({{"run_metrics", "ran"}, {"run_summary", "data"}});
  workspace.edit_live("data_sources", workspace.only("data_sources", "Web orders").at("id").get<std::int64_t>(),
                      {{"status", "FAILED"}});
  CHECK(flow_of(status_json(workspace, 2), "web-orders").at("why") == "its status is FAILED");
  workspace.write(k_dev_file, workspace.read(k_dev_file) + "  paused: true\n");
  CHECK(flow_of(status_json(workspace, 0), "web-orders").at("state") == "paused");
  const auto ran = workspace.run({"status", "-e", "dev", "no-such-flow"});
  CHECK(ran.exit == 1);
}

TEST_CASE("an apply can wait until data goes through, and says when it does not")
{
  Workspace workspace;
  auto ran = workspace.run({"apply", "-e", "dev", "--auto-approve", "--wait-flowing", "30s"});
  CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
  CHECK_MESSAGE(says(ran, "2 of 2 flows flowing."), ran.out);
  const auto source = workspace.only("data_sources", "Web orders").at("id").get<std::int64_t>();
  const auto sink = workspace.only("data_sinks", "WEB_ORDERS").at("id").get<std::int64_t>();
  run_happens(workspace, {{"source_id", source}, {"sinks", {{std::to_string(sink), {{"records", 0}, {"errors", 9}}}}}});
  ran = workspace.run({"apply", "-e", "dev", "--auto-approve", "--wait-flowing", "1s", "--format", "json"});
  CHECK_MESSAGE(ran.exit == 2, ran.out << ran.err);
  CHECK_MESSAGE(says(ran, "1 flow not flowing after 1.0s"), ran.err);
  CHECK(json::parse(ran.out).is_object());
}

TEST_CASE("a source can be run once, where Nexla has that")
{
  for (const auto* const method : {"put", "post"}) {
    Workspace workspace(SwitchValues{{"run_now", method}});
    auto ran = workspace.run({"run", "-e", "dev", "web-orders"});
    CHECK(ran.exit == 1);
    CHECK_MESSAGE(says(ran, "web-orders/source is not applied yet"), ran.err);
    workspace.apply_well();
    const auto before = flow_of(status_json(workspace, 0), "web-orders").at("last_run").at("run_id");
    ran = workspace.run({"run", "-e", "dev", "web-orders/source"});
    CHECK_MESSAGE(ran.exit == 0, ran.err);
    CHECK(flow_of(status_json(workspace, 0), "web-orders").at("last_run").at("run_id") != before);
    CHECK(workspace.run({"run", "-e", "dev", "web-orders/sink/archive"}).exit == 1);
    workspace.set({{"run_now", "absent"}});
    ran = workspace.run({"run", "-e", "dev", "web-orders"});
    CHECK(ran.exit == 1);
    CHECK_MESSAGE(says(ran, "this Nexla cannot run web-orders/source now"), ran.err);
  }
}
