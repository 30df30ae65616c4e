#include "sim/bench_sim.hpp"

#include <algorithm>

using namespace flowsync::sim;
using nlohmann::json;

namespace {

json rest_sink(Id set)
{
  return {{"name", "Push"},
          {"sink_type", "rest"},
          {"data_set_id", set},
          {"data_credentials_id", 6032},
          {"sink_config", {{"create.datasource", true}, {"url.template", "https://api.example.com"}}}};
}

// The element with this id in a list of them.
json element(const json& list, Id id)
{
  const auto found = std::find_if(list.begin(), list.end(), [&](const json& entry) { return entry["id"] == id; });
  return found == list.end() ? json(nullptr) : *found;
}

// Lets user 42 use a nexset of user 43; its id.
Id shared_set(LoggedIn& bench)
{
  bench.log_in("sim-service-key-2");
  const auto source =
      bench
          .post("/data_sources",
                {{"name", "Theirs"}, {"source_type", "nexla_rest"}, {"source_config", json::object()}})["id"]
          .get<Id>();
  bench.put(path("data_sources", source) + "/activate");
  const auto set = bench.post("/_sim/data", {{"source_id", source}})["data_sets"][0].get<Id>();
  bench.call(200, "PATCH", "/_sim/resources" + path("data_sets", set),
             {{"accessors", {{{"user_id", 42}, {"role", "collaborator"}}}}});
  bench.log_in();
  return set;
}

} // namespace

TEST_CASE("a REST sink carries the id of its generated source, which moves with it and detects for itself")
{
  LoggedIn bench;
  const auto sink = bench.post("/data_sinks", rest_sink(bench.detected()));
  const auto id = sink["id"].get<Id>();
  const auto source = sink["sink_config"]["ingest.datasource.id"].get<Id>();
  CHECK(sink["data_source_id"] == source);
  CHECK(bench.get(path("data_sources", source))["auto_generated"] == true);
  bench.put(path("data_sinks", id) + "/activate");
  CHECK(bench.status("data_sources", source) == "ACTIVE");
  CHECK(bench.post("/_sim/data", {{"sink_id", id}})["data_sets"].size() == 1);
  const auto flow = bench.get(path("data_sources", source) + "/flow");
  CHECK(flow["flows"][0]["children"].size() == 1);
  CHECK(element(flow["data_sources"], source)["data_sink_id"] == id);
  CHECK_FALSE(element(bench.get("/flows?per_page=100")["data_sources"], source).is_null());
  // the server's key comes back with each PUT, and never a second source
  const auto after = bench.put(path("data_sinks", id), {{"sink_config", rest_sink(1)["sink_config"]}});
  CHECK(after["sink_config"]["ingest.datasource.id"] == source);
  CHECK(bench.get("/data_sources").size() == 3);
  const auto copy = bench.post(path("data_sinks", id) + "/copy", json::object());
  CHECK(copy["data_source_id"].is_null());
  CHECK_FALSE(copy["sink_config"].contains("ingest.datasource.id"));
  const auto whole = bench.post(path("data_sinks", id) + "/copy", {{"copy_dependent_data_flows", true}});
  CHECK(whole["data_source_id"] != source);
  CHECK(whole["sink_config"]["ingest.datasource.id"] == whole["data_source_id"]);
}

TEST_CASE("the generated source of a deleted sink stays or goes")
{
  LoggedIn bench;
  const auto set = bench.detected();
  for (const auto* choice : {"keep", "delete"}) {
    CAPTURE(choice);
    bench.flip("generated_source", choice);
    const auto sink = bench.post("/data_sinks", rest_sink(set));
    bench.call(200, "DELETE", path("data_sinks", sink["id"].get<Id>()));
    bench.call(std::string(choice) == "keep" ? 200 : 404, "GET",
               path("data_sources", sink["data_source_id"].get<Id>()));
  }
}

TEST_CASE("create_destination is taken at create, on PUT as the switch says, and never shown")
{
  LoggedIn bench;
  auto body = rest_sink(bench.detected());
  body["sink_type"] = "snowflake";
  body["create_destination"] = true;
  const auto id = bench.post("/data_sinks", body)["id"].get<Id>();
  const auto kept = [&] {
    return element(bench.get("/_sim/dump")["data_sinks"], id)["fields"]["create_destination"] == true;
  };
  CHECK(kept());
  CHECK_FALSE(bench.get(path("data_sinks", id)).contains("create_destination"));
  CHECK_FALSE(bench.get(path("data_sinks", id) + "?expand=1").contains("create_destination"));
  bench.put(path("data_sinks", id), {{"create_destination", false}});
  CHECK_FALSE(kept());
  bench.flip("create_destination_update", "ignored");
  bench.put(path("data_sinks", id), {{"create_destination", true}});
  CHECK_FALSE(kept());
  bench.flip("create_destination_update", "refused");
  bench.refused(400, "PUT", path("data_sinks", id), {{"create_destination", true}});
  bench.put(path("data_sinks", id), {{"create_destination", false}});
}

TEST_CASE("vendor connectors take an endpoint and a template instead of a configuration")
{
  LoggedIn bench;
  const json credential{{"name", "Shop"},
                        {"credentials_type", "shopify_api"},
                        {"vendor_id", 71},
                        {"template_config", {{"shop", "demo"}}}};
  const auto credential_id = bench.post("/data_credentials", credential)["id"].get<Id>();
  const json body{{"name", "Shop orders"},     {"source_type", "shopify_api"},
                  {"vendor_endpoint_id", 512}, {"template_config", {{"resource", "orders"}}},
                  {"ingest_method", "POLL"},   {"data_credentials_id", credential_id}};
  const auto id = bench.post("/data_sources", body)["id"].get<Id>();
  const auto listed = element(bench.get("/data_sources"), id);
  CHECK(listed["vendor_endpoint"]["id"] == 512);
  CHECK(listed["vendor"]["name"] == "shopify_api");
  CHECK(listed["has_template"] == true);
  CHECK(element(bench.get("/data_sources"), 6862)["vendor"].is_null());
  CHECK_FALSE(bench.get(path("data_sources", id)).contains("vendor_endpoint"));
  CHECK(bench.get(path("data_sources", id))["ingest_method"] == "POLL");
  CHECK(element(bench.get(path("data_sources", id) + "/flow")["data_sources"], id)["template_config"] ==
        body["template_config"]);
  CHECK(element(bench.get("/data_credentials"), credential_id)["template_config"] == credential["template_config"]);
  bench.refused(400, "PUT", path("data_sources", id), {{"vendor_endpoint_id", 513}});
  bench.refused(400, "PUT", path("data_sources", id), {{"template_config", json::object()}});
  auto bare = body;
  bare.erase("vendor_endpoint_id");
  bench.refused(400, "POST", "/data_sources", bare);
}

TEST_CASE("a nexset shared with the caller is in every page of flows, and what derives from it is a flow of its own")
{
  LoggedIn bench;
  CHECK(bench.get("/flows")["shared_data_sets"].empty());
  const auto set = shared_set(bench);
  CHECK(bench.get("/flows")["shared_data_sets"].at(0)["id"] == set);
  CHECK(element(bench.get("/flows?access_role=collaborator")["data_sets"], set).is_null());
  CHECK_FALSE(element(bench.get("/data_sets?access_role=collaborator"), set).is_null());
  CHECK_FALSE(bench.get("/flows?flows_only=1").contains("shared_data_sets"));
  const auto derived = bench.derived(set, "Ours");
  const auto flow = bench.get(path("data_sets", derived) + "/flow");
  const auto& node = flow["flows"][0];
  CHECK(node["data_set_id"] == derived);
  CHECK(node["parent_node_id"].is_null());
  CHECK(node["origin_node_id"] == node["id"]);
  CHECK(node["shared_origin_node_id"].is_number());
  CHECK(node["shared_origin_node_id"] != node["id"]);
  CHECK(flow["shared_data_sets"].at(0)["id"] == set);
  CHECK(element(flow["data_sets"], set).is_null());
  CHECK(element(flow["data_sets"], derived)["parent_data_set_id"] == set);
  CHECK(bench.get(path("data_sets", derived))["parent_data_sets"].at(0)["id"] == set);
  const auto sink = bench.sink(derived);
  bench.put("/flows/" + std::to_string(node["id"].get<Id>()) + "/activate");
  CHECK(bench.status("data_sinks", sink) == "ACTIVE");
  bench.log_in("sim-service-key-2");
  CHECK(bench.get("/flows")["shared_data_sets"].empty()); // what is one's own is not shared with one
  bench.put(path("data_sets", set) + "/pause");
  bench.log_in();
  CHECK(bench.status("data_sets", derived) == "ACTIVE");
}

TEST_CASE("a cron of five fields is refused, or taken by an account that speaks another dialect")
{
  LoggedIn bench;
  const json body{{"source_config", {{"path", "p"}, {"start.cron", "0 * * * *"}}}};
  bench.refused(400, "PUT", "/data_sources/6862", body);
  bench.flip("cron_dialect", "any");
  CHECK(bench.put("/data_sources/6862", body)["source_config"]["start.cron"] == "0 * * * *");
}

TEST_CASE("one resource can be made unreadable although lists show it")
{
  LoggedIn bench;
  bench.fault({{"method", "GET"}, {"path", "^/data_sinks/6520$"}, {"action", "status"}, {"status", 403}, {"times", 0}});
  bench.refused(403, "GET", "/data_sinks/6520");
  bench.refused(403, "GET", "/data_sinks/6520?expand=1");
  CHECK_FALSE(element(bench.get("/data_sinks"), 6520).is_null());
  bench.get("/data_sinks/6513");
}
