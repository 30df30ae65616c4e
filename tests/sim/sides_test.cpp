#include "sim/bench_sim.hpp"

// Sides of the service that only its own history shows.

using namespace flowsync::sim;
using nlohmann::json;

TEST_CASE("a wrapped transform has every key, and annotations are in the schema")
{
  LoggedIn bench;
  const auto set = path("data_sets", bench.derived(10393));
  const auto plain =
      bench.post("/data_sets", {{"name", "P"}, {"parent_data_set_id", 10393}, {"has_custom_transform", false}});
  CHECK(plain.at("transform").is_null());
  bench.flip("transform_read", "wrapped");
  const json empty{
      {"version", 1}, {"data_maps", json::array()}, {"transforms", json::array()}, {"custom_config", json::object()}};
  CHECK(bench.get(path("data_sets", plain.at("id")) + "?expand=1").at("transform") == empty);
  CHECK(bench.get(set + "?expand=1").at("transform").at("custom_config") == json::object());
  bench.put("/data_sets/10393", {{"output_schema_annotations", {{"properties", {{"sku", {{"description", "Key"}}}}}}}});
  CHECK(bench.get("/data_sets/10393?expand=1").at("output_schema").at("properties").at("sku").at("description") ==
        "Key");
}

TEST_CASE("plain verbs may reach only the resource and what it makes")
{
  LoggedIn bench;
  bench.flip("activate_cascades", "own");
  bench.put("/data_sources/6862/pause");
  CHECK(bench.status("data_sources", 6862) == "PAUSED");
  CHECK(bench.status("data_sets", 10393) == "PAUSED");
  CHECK(bench.status("data_sets", 10398) == "ACTIVE");
  bench.put("/data_sets/10398/pause");
  CHECK(bench.status("data_sets", 10398) == "PAUSED");
  CHECK(bench.status("data_sinks", 6513) == "ACTIVE");
  bench.put("/flows/9001/activate");
  CHECK(bench.status("data_sets", 10398) == "ACTIVE");
  bench.put("/flows/9001/pause");
  CHECK(bench.status("data_sinks", 6520) == "PAUSED");
}

TEST_CASE("lists may come whole, expanded, and with other headers")
{
  LoggedIn bench;
  for (int i = 0; i < 25; ++i) {
    bench.source("S" + std::to_string(i));
  }
  bench.flip("list_headers", "page_items");
  const auto reply = bench.send("GET", "/data_sources?page=2&per_page=20").reply;
  CHECK(header(reply, "X-Page-Count") == "6");
  CHECK(header(reply, "X-Total-Page-Count") == "2");
  bench.flip("unpaged_lists", "whole");
  CHECK(bench.get("/data_sources").size() == 26);
  CHECK(bench.get("/data_sources?page=1").size() == 10);
  CHECK(bench.get("/data_sources?page=1&per_page=3").size() == 3);
  CHECK_FALSE(bench.get("/data_sources?expand=1").at(0).contains("source_config"));
  bench.flip("expand_in_lists", "on");
  CHECK(bench.get("/data_sources?expand=1").at(0).contains("source_config"));
}

TEST_CASE("errors may be terse, and what is in use refused with 405")
{
  LoggedIn bench;
  bench.flip("error_shape", "terse");
  bench.flip("in_use_code", "405");
  CHECK(bench.send("GET", "/data_sources/1").content.empty());
  const auto refused = bench.call(405, "DELETE", "/data_credentials/6031");
  CHECK(refused.size() == 1);
  CHECK(refused.at("message").get<std::string>().find("is used by") != std::string::npos);
}

TEST_CASE("the type of a flow may live in its configuration, which an active source does not let go")
{
  LoggedIn bench;
  bench.flip("flow_type_in_config", "on");
  bench.put("/data_sources/6862", {{"source_config", {{"path", "x"}, {"pipeline.type", "replication"}}}});
  CHECK(bench.get("/data_sources/6862").at("flow_type") == "replication");
  bench.put("/data_sources/6862", {{"name", "Kept"}});
  CHECK(bench.get("/data_sources/6862").at("flow_type") == "replication");
  bench.put("/data_sources/6862", {{"source_config", {{"path", "x"}}}});
  CHECK(bench.get("/data_sources/6862").at("flow_type") == "streaming");
  bench.flip("strict_pause", "source_config");
  bench.put("/data_sources/6862", {{"name", "Runs"}});
  bench.put("/data_sinks/6520", {{"description", "runs too"}});
  bench.refused(405, "PUT", "/data_sources/6862", {{"source_config", {{"path", "y"}}}});
  bench.put("/flows/9001/pause");
  bench.put("/data_sources/6862", {{"source_config", {{"path", "y"}}}});
}
