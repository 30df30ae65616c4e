#include "sim/bench_sim.hpp"

using namespace flowsync::sim;
using nlohmann::json;

TEST_CASE("nexsets are detected after so many GETs of an active source")
{
  LoggedIn bench;
  bench.flip("detection_polls", "3");
  const auto id = bench.source("Web orders");
  bench.get(path("data_sources", id));
  CHECK(bench.put(path("data_sources", id) + "/activate")["status"] == "ACTIVE");
  CHECK(bench.get(path("data_sources", id))["data_sets"].empty());
  CHECK(bench.get(path("data_sources", id))["data_sets"].empty());
  const auto sets = bench.get(path("data_sources", id))["data_sets"];
  REQUIRE(sets.size() == 1);
  CHECK(sets.at(0)["name"] == "1 - Web orders");
  CHECK(sets.at(0)["description"] == "DataSet #1 detected from Web orders");
  const auto set = bench.get(path("data_sets", sets.at(0)["id"].get<Id>()));
  CHECK(set["data_source_id"] == id);
  CHECK(set["parent_data_sets"].empty());
  CHECK(set["status"] == "ACTIVE");
  CHECK(set["output_schema"]["properties"].contains("order_id"));
}

TEST_CASE("detection can take time instead of GETs, yield several nexsets, or never happen")
{
  LoggedIn bench;
  bench.flip("detection_ms", "500");
  bench.flip("detection_sets", "2");
  const auto id = bench.source();
  bench.put(path("data_sources", id) + "/activate");
  bench.get(path("data_sources", id));
  CHECK(bench.get(path("data_sources", id))["data_sets"].empty());
  bench.clock.advance(flowsync::Duration(500));
  CHECK(bench.get("/data_sets").at(0)["name"] == "2 - Orders");
  bench.flip("detection", "never");
  const auto other = bench.source("Other");
  bench.put(path("data_sources", other) + "/activate");
  bench.clock.advance(flowsync::Duration(100000));
  CHECK(bench.get(path("data_sources", other))["data_sets"].empty());
}

TEST_CASE("a paused source detects nothing until it runs again")
{
  LoggedIn bench;
  const auto id = bench.source();
  bench.put(path("data_sources", id) + "/activate");
  bench.put(path("data_sources", id) + "/pause");
  for (int i = 0; i < 5; ++i) {
    CHECK(bench.get(path("data_sources", id))["data_sets"].empty());
  }
  bench.put(path("data_sources", id) + "/activate");
  bench.get(path("data_sources", id));
  CHECK(bench.get(path("data_sources", id))["data_sets"].size() == 1);
}

TEST_CASE("a webhook source waits for data, and more data may bring more nexsets")
{
  LoggedIn bench;
  const json config{{"schema.detection.once", false}};
  const auto id =
      bench.post("/data_sources", {{"name", "Hook"}, {"source_type", "nexla_rest"}, {"source_config", config}})["id"]
          .get<Id>();
  bench.call(409, "POST", "/_sim/data", {{"source_id", id}});
  bench.put(path("data_sources", id) + "/activate");
  for (int i = 0; i < 5; ++i) {
    CHECK(bench.get(path("data_sources", id))["data_sets"].empty());
  }
  bench.post("/_sim/data", {{"source_id", id}, {"attributes", {"a", "b"}}});
  const auto sets = bench.post("/_sim/data", {{"source_id", id}, {"sets", 2}})["data_sets"];
  CHECK(sets.size() == 2);
  CHECK(bench.get(path("data_sets", sets.at(1).get<Id>()))["name"] == "3 - Hook");
}

TEST_CASE("schema.detection.once locks a source to one nexset")
{
  LoggedIn bench;
  bench.flip("detection_sets", "3");
  const auto set = bench.detected();
  CHECK(bench.get(path("data_sets", set))["name"] == "1 - Orders");
  const auto id = bench
                      .post("/data_sources", {{"name", "Hook"},
                                              {"source_type", "nexla_rest"},
                                              {"source_config", {{"schema.detection.once", true}}}})["id"]
                      .get<Id>();
  bench.put(path("data_sources", id) + "/activate");
  CHECK(bench.post("/_sim/data", {{"source_id", id}, {"sets", 2}})["data_sets"].size() == 1);
  CHECK(bench.post("/_sim/data", {{"source_id", id}})["data_sets"].empty());
}

TEST_CASE("verbs reach downstream, and with all or full_tree the whole tree")
{
  LoggedIn bench;
  bench.put("/data_sets/10398/pause");
  CHECK(bench.status("data_sources", 6862) == "ACTIVE");
  CHECK(bench.status("data_sets", 10393) == "ACTIVE");
  for (const auto id : {10398, 10410}) {
    CHECK(bench.status("data_sets", id) == "PAUSED");
  }
  CHECK(bench.status("data_sinks", 6520) == "PAUSED");
  bench.put("/data_sets/10398/activate");
  CHECK(bench.status("data_sinks", 6520) == "ACTIVE");
  bench.put("/data_sinks/6520/pause?full_tree=1");
  CHECK(bench.status("data_sources", 6862) == "PAUSED");
  bench.put("/flows/9001/activate");
  CHECK(bench.status("data_sinks", 6513) == "ACTIVE");
  bench.put("/data_sinks/6513/flow/pause");
  CHECK(bench.status("data_sinks", 6513) == "PAUSED");
  CHECK(bench.status("data_sets", 10398) == "ACTIVE");
}

TEST_CASE("the plain verb of a source may reach itself alone, and the flow's verb still cascades")
{
  LoggedIn bench;
  bench.flip("activate_cascades", "self");
  bench.put("/data_sources/6862/pause");
  CHECK(bench.status("data_sources", 6862) == "PAUSED");
  CHECK(bench.status("data_sinks", 6513) == "ACTIVE");
  bench.put("/data_sources/6862/flow/pause");
  CHECK(bench.status("data_sinks", 6513) == "PAUSED");
}

TEST_CASE("which verb paths exist is a switch, and so is pausing what was never started")
{
  LoggedIn bench;
  bench.flip("verb_paths", "plain");
  bench.refused(404, "PUT", "/data_sources/6862/flow/pause");
  bench.flip("verb_paths", "flow");
  bench.refused(404, "PUT", "/data_sources/6862/pause");
  bench.put("/data_sources/6862/flow/pause");
  bench.flip("verb_paths", "both");
  const auto id = bench.source();
  bench.flip("pause_init", "refused");
  bench.refused(400, "PUT", path("data_sources", id) + "/pause");
  bench.flip("pause_init", "stays");
  CHECK(bench.put(path("data_sources", id) + "/pause")["status"] == "INIT");
  bench.flip("pause_init", "paused");
  CHECK(bench.put(path("data_sources", id) + "/pause")["status"] == "PAUSED");
}

TEST_CASE("an account may be capped in active sources")
{
  LoggedIn bench;
  bench.flip("source_cap", "1");
  const auto id = bench.source();
  bench.refused(403, "PUT", path("data_sources", id) + "/activate");
  CHECK(bench.status("data_sources", id) == "INIT");
}

TEST_CASE("what is ACTIVE is not deleted, and what is gone is 404")
{
  LoggedIn bench;
  CHECK(bench.refused(405, "DELETE", "/data_sinks/6513") == "data_sink 6513 must be paused before deletion");
  bench.flip("delete_active_code", "400");
  bench.refused(400, "DELETE", "/data_sinks/6513");
  bench.put("/data_sinks/6513/pause");
  CHECK(bench.call(200, "DELETE", "/data_sinks/6513") == json{{"code", "200"}, {"message", "Ok"}});
  bench.refused(404, "DELETE", "/data_sinks/6513");
  bench.flip("delete_missing", "200");
  bench.flip("delete_reply", "empty");
  CHECK(bench.send("DELETE", "/data_sinks/6513").content.empty());
  bench.flip("delete_reply", "204");
  CHECK(bench.send("DELETE", "/data_sinks/6513").reply.status == 204);
}

TEST_CASE("a nexset with something below it, or a credential in use, is not deleted")
{
  LoggedIn bench;
  bench.put("/flows/9001/pause");
  bench.refused(400, "DELETE", "/data_sets/10398");
  bench.refused(400, "DELETE", "/data_credentials/6027");
  bench.call(200, "DELETE", "/data_credentials/6036");
  bench.flip("set_delete", "cascade");
  bench.call(200, "DELETE", "/data_sets/10398");
  bench.refused(404, "GET", "/data_sinks/6520");
}

TEST_CASE("deleting a source takes its nexsets, leaves them, or is refused")
{
  LoggedIn bench;
  bench.put("/flows/9001/pause");
  bench.flip("source_delete", "refuse");
  bench.refused(400, "DELETE", "/data_sources/6862");
  bench.flip("source_delete", "keep");
  bench.call(200, "DELETE", "/data_sources/6862");
  const auto flow = bench.get("/flows")["flows"].at(0);
  CHECK(flow["data_set_id"] == 10393);
  CHECK(flow["children"].at(0)["origin_node_id"] == flow["id"]);
  LoggedIn other;
  other.put("/flows/9001/pause");
  other.call(200, "DELETE", "/data_sources/6862");
  CHECK(other.get("/data_sets").empty());
  CHECK(other.get("/data_sinks").empty());
}

TEST_CASE("deleting a flow takes the node and what is below, and refuses while any of it runs")
{
  LoggedIn bench;
  bench.refused(405, "DELETE", "/flows/9001");
  bench.put("/data_sets/10410/pause");
  bench.call(200, "DELETE", "/data_sets/10410/flow");
  bench.refused(404, "GET", "/data_sinks/6520");
  bench.get("/data_sinks/6513");
  bench.put("/flows/9001/pause");
  bench.call(200, "DELETE", "/flows/9005?all=1");
  CHECK(bench.get("/flows")["flows"].empty());
  CHECK(bench.get("/data_credentials?per_page=100").size() == 10);
}

TEST_CASE("the flow index holds nodes, parents, statuses and credential links, never a configuration")
{
  LoggedIn bench;
  const auto reply = bench.get("/flows");
  const auto origin = reply["flows"].at(0);
  CHECK(origin["id"] == origin["origin_node_id"]);
  CHECK(origin["data_source_id"] == 6862);
  CHECK(origin["children"].at(0)["data_set_id"] == 10393);
  CHECK(reply["data_sources"].at(0)["data_credentials_id"] == 6027);
  CHECK(reply["data_sets"].size() == 3);
  CHECK(reply["data_sinks"].at(1)["data_set_id"] == 10398);
  CHECK(reply["code_containers"].size() == 2);
  const auto text = reply.dump();
  for (const auto* never : {"source_config", "sink_config", "operation", "acme-dev"}) {
    CHECK(text.find(never) == std::string::npos);
  }
  CHECK_FALSE(bench.get("/flows?flows_only=1").contains("data_sources"));
  CHECK(bench.get("/flows?include_run_metrics=1")["metrics"].size() == 1);
  CHECK(bench.get("/flows/9003")["flows"].at(0)["id"] == 9001);
  CHECK(bench.get("/data_sinks/6520/flow")["flows"].at(0)["id"] == 9001);
  bench.flip("flows_shape", "array");
  CHECK(bench.get("/flows").is_array());
}

TEST_CASE("a nexset derived from somebody else's shared nexset begins a flow of its own")
{
  LoggedIn bench;
  bench.call(200, "PATCH", "/_sim/resources/data_sets/10393",
             {{"accessors", {{{"user_id", 43}, {"role", "collaborator"}}}}});
  bench.log_in("sim-service-key-2");
  const auto id = bench.derived(10393, "Mine");
  const auto flow = bench.get("/flows")["flows"].at(0);
  CHECK(flow["data_set_id"] == id);
  CHECK(flow["shared_origin_node_id"] == 9001);
}

TEST_CASE("a REST sink with create.datasource moves the source made from it")
{
  LoggedIn bench;
  const json config{{"create.datasource", true}, {"url.template", "https://api.example.com"}};
  const auto id = bench
                      .post("/data_sinks", {{"name", "Push"},
                                            {"sink_type", "rest"},
                                            {"sink_config", config},
                                            {"data_credentials_id", 6032},
                                            {"data_set_id", 10398}})["id"]
                      .get<Id>();
  const auto made = bench.get(path("data_sinks", id))["data_source_id"].get<Id>();
  CHECK(bench.get(path("data_sources", made))["auto_generated"] == true);
  bench.put(path("data_sinks", id) + "/activate");
  CHECK(bench.status("data_sources", made) == "ACTIVE");
}

TEST_CASE(
    "a copy carries description and copied_from_id, a new id and INIT, and clones its credential unless told not to")
{
  LoggedIn bench;
  bench.put("/data_sources/6862", {{"description", "text\n[flowsync p/dev orders/source]"}});
  const auto clone = bench.post("/data_sources/6862/copy", json::object());
  CHECK(clone["description"] == "text\n[flowsync p/dev orders/source]");
  CHECK(clone["copied_from_id"] == 6862);
  CHECK(clone["status"] == "INIT");
  CHECK(clone["name"] == "Copy of Orders");
  CHECK(clone["data_sets"].empty());
  CHECK(clone["data_credentials"]["copied_from_id"] == 6027);
  const auto reuse = bench.post("/data_sources/6862/copy", {{"reuse_data_credentials", true}});
  CHECK(reuse["data_credentials"]["id"] == 6027);
  bench.refused(400, "POST", "/data_sources/6862/copy", {{"colour", "red"}});
}

TEST_CASE("copying a flow copies its tree, with code of its own")
{
  LoggedIn bench;
  const auto reply = bench.post("/flows/9001/copy", {{"reuse_data_credentials", true}});
  CHECK(reply["data_sets"].size() == 3);
  CHECK(reply["data_sinks"].size() == 2);
  CHECK(reply["data_sinks"].at(1)["copied_from_id"] == 6513);
  CHECK(reply["flows"].at(0)["children"].at(0)["children"].at(0)["children"].size() == 2);
  CHECK(bench.get("/code_containers").size() == 4);
  CHECK(bench.get("/flows")["flows"].size() == 2);
  const auto id = reply["data_sources"].at(0)["id"].get<Id>();
  bench.put(path("data_sources", id) + "/activate");
  for (int i = 0; i < 4; ++i) {
    CHECK(bench.get(path("data_sources", id))["data_sets"].size() == 1);
  }
}

TEST_CASE("a flow joins, leaves and changes projects, and deleting a project leaves the flows")
{
  LoggedIn bench;
  CHECK(bench.get("/projects").at(0)["name"] == "Sales");
  CHECK_FALSE(bench.get("/projects").at(0).contains("flows"));
  CHECK(bench.put("/projects/301/flows", {{"flows", {9001}}})["flows"].at(0)["project_id"] == 301);
  CHECK(bench.get("/projects/301")["flows"].at(0)["data_source_id"] == 6862);
  CHECK(bench.get("/flows")["projects"].at(0)["name"] == "Sales");
  const auto other =
      bench.post("/projects", {{"name", "Other"}, {"data_flows", {{{"data_source_id", 6862}}}}})["id"].get<Id>();
  CHECK(bench.get("/projects/301")["flows"].empty());
  bench.flip("membership_reply", "list");
  CHECK(bench.call(200, "DELETE", path("projects", other) + "/flows", {{"flows", {9001}}}).empty());
  CHECK(bench.put(path("projects", other) + "/flows", {{"flows", {9001}}}).size() == 1);
  CHECK(bench.call(200, "DELETE", path("projects", other) + "/flows").empty()); // no body: every flow
  bench.refused(400, "PUT", "/projects/301/flows", {{"flows", {9003}}});        // not an origin
  bench.refused(400, "POST", "/projects", {{"name", ""}});
  bench.put("/projects/301/flows", {{"flows", {9001}}});
  bench.call(200, "DELETE", "/projects/301");
  CHECK(bench.get("/flows")["flows"].at(0)["project_id"].is_null());
}

TEST_CASE("an archived flow is restored by activating it")
{
  LoggedIn bench;
  bench.call(200, "POST", "/_sim/archive/data_sources/6862");
  CHECK(bench.status("data_sinks", 6513) == "Archived");
  bench.put("/data_sources/6862/activate");
  CHECK(bench.status("data_sinks", 6513) == "ACTIVE");
}
