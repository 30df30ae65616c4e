#include "sim/bench_sim.hpp"

using namespace flowsync::sim;
using nlohmann::json;

namespace {

json regions()
{
  return {{"name", "Regions"},
          {"data_type", "string"},
          {"map_primary_key", "code"},
          {"data_map", {{{"code", "de"}, {"rank", 1}}, {{"code", "fr"}, {"open", true}, {"note", nullptr}}}}};
}

std::string at(Id id, const std::string& rest = {})
{
  return "/data_maps/" + std::to_string(id) + rest;
}

json map_sink(Id set)
{
  return {{"name", "Prices"},
          {"sink_type", "data_map"},
          {"data_set_id", set},
          {"data_map", {{"name", "Price lookup"}, {"map_primary_key", "sku"}, {"data_defaults", {{"price", "0"}}}}}};
}

} // namespace

TEST_CASE("a static lookup keeps every value as a string and shows entries only when asked")
{
  LoggedIn bench;
  const auto made = bench.post("/data_maps", regions());
  const auto id = made["id"].get<Id>();
  CHECK(made["map_entry_count"] == 2);
  CHECK(made["emit_data_default"] == false);
  CHECK(made["data_sink_id"].is_null());
  CHECK_FALSE(made.contains("data_map"));
  CHECK_FALSE(bench.get(at(id)).contains("data_map"));
  CHECK_FALSE(bench.get("/data_maps").at(0).contains("data_map"));
  const auto shown = bench.get(at(id, "?expand=1"));
  CHECK(shown["data_map"] == json{{{"code", "de"}, {"rank", "1"}}, {{"code", "fr"}, {"open", "true"}, {"note", ""}}});
  CHECK(shown["map_entry_schema"]["properties"].size() == 4);
  bench.flip("map_expand_max", "1");
  CHECK_FALSE(bench.get(at(id, "?expand=1")).contains("data_map"));
  CHECK(bench.get(at(id, "/entries/*")).size() == 2);
}

TEST_CASE("a lookup without a primary key, or with one value of it twice, is refused")
{
  LoggedIn bench;
  auto body = regions();
  body.erase("map_primary_key");
  CHECK(bench.refused(400, "POST", "/data_maps", body) == "Map should have a primary key");
  body = with(regions(), "data_map", {{{"code", 1}}, {{"code", "1"}}});
  CHECK(bench.refused(400, "POST", "/data_maps", body) == "Primary key should have unique values");
  bench.refused(400, "POST", "/data_maps", with(regions(), "data_map", {{{"rank", 1}}}));
  bench.refused(400, "POST", "/data_maps", with(regions(), "data_map", "text"));
  bench.refused(400, "POST", "/data_maps", with(regions(), "data_sink_id", 1));
  bench.refused(403, "POST", "/data_maps", with(regions(), "public", true));
  CHECK(bench.get("/data_maps").empty());
}

TEST_CASE("an object of entries becomes rows of key and value")
{
  LoggedIn bench;
  const auto made =
      bench.post("/data_maps", {{"name", "N"}, {"data_type", "string"}, {"data_map", {{"b", 2}, {"a", 1}}}});
  CHECK(made["map_primary_key"] == "key");
  CHECK(bench.get(at(made["id"].get<Id>(), "/entries/*")) ==
        json{{{"key", "a"}, {"value", "1"}}, {{"key", "b"}, {"value", "2"}}});
}

TEST_CASE("putting entries answers with them as they are stored, or with a word")
{
  LoggedIn bench;
  const auto made = bench.post("/data_maps", {{"name", "M"}, {"data_type", "string"}, {"map_primary_key", "k"}});
  const auto entries = at(made["id"].get<Id>(), "/entries");
  CHECK(bench.put(entries, {{"entries", {{{"k", "b"}, {"v", 1}}, {{"k", "a"}}}}}) ==
        json{{{"k", "a"}}, {{"k", "b"}, {"v", "1"}}});
  bench.flip("entries_reply", "message");
  CHECK(bench.put(entries, {{"entries", {{{"k", "c"}}}}}) == json{{"message", "Ok"}});
}

TEST_CASE("entries are upserted, found and removed by key")
{
  LoggedIn bench;
  const auto id = bench.post("/data_maps", regions())["id"].get<Id>();
  bench.clock.advance(flowsync::Duration(5));
  const auto before = bench.get(at(id))["updated_at"];
  bench.put(at(id, "/entries"), {{"entries", {{{"code", "de"}, {"rank", 7}}, {{"code", "dk"}}}}});
  CHECK(bench.get(at(id))["updated_at"] > before);
  CHECK(bench.get(at(id))["map_entry_count"] == 3);
  CHECK(bench.get(at(id, "/entries/de,nowhere,dk,de")) == json{{{"code", "de"}, {"rank", "7"}}, {{"code", "dk"}}});
  CHECK(bench.get(at(id, "/entries/d*")).size() == 2);
  CHECK(bench.get(at(id, "/entries/*r")).size() == 1);
  CHECK(bench.get(at(id, "/entries/nowhere")).empty());
  CHECK(bench.refused(400, "PUT", at(id, "/entries"), {{"entries", {{{"code", "x"}}, {{"code", "x"}}}}}) ==
        "Primary key should have unique values");
  bench.refused(400, "PUT", at(id, "/entries"), {{"rows", json::array()}});
  bench.call(200, "DELETE", at(id, "/entries/d*,nowhere"));
  CHECK(bench.get(at(id, "/entries/*")).size() == 1);
  bench.refused(404, "DELETE", at(id, "/entries"));
  bench.call(200, "DELETE", at(id, "/entries/*"));
  CHECK(bench.get(at(id))["map_entry_schema"].is_null());
}

TEST_CASE("PUT of a lookup changes what it names, and data_map replaces all entries")
{
  LoggedIn bench;
  const auto id = bench.post("/data_maps", regions())["id"].get<Id>();
  const auto after =
      bench.put(at(id), {{"data_defaults", {{"rank", "9"}}}, {"emit_data_default", true}, {"tags", {"t"}}});
  CHECK(after["name"] == "Regions");
  CHECK(after["data_defaults"] == json{{"rank", "9"}});
  CHECK(after["emit_data_default"] == true);
  CHECK(after["map_entry_count"] == 2);
  bench.put(at(id), {{"data_map", {{{"code", "it"}}}}});
  CHECK(bench.get(at(id, "/entries/*")) == json{{{"code", "it"}}});
  bench.refused(400, "PUT", at(id), {{"data_type", "string"}});
  bench.refused(400, "PUT", at(id), {{"map_primary_key", "other"}}); // the entries have no such attribute
  bench.put(at(id), {{"map_primary_key", "other"}, {"data_map", json::array()}});
  bench.call(200, "DELETE", at(id));
  bench.refused(404, "GET", at(id));
}

TEST_CASE("data_type is required or means nothing, and the default of emit_data_default is a switch")
{
  LoggedIn bench;
  auto body = regions();
  body.erase("data_type");
  bench.refused(400, "POST", "/data_maps", body);
  bench.flip("map_data_type", "ignored");
  CHECK(bench.post("/data_maps", body)["data_type"].is_null());
  CHECK(bench.post("/data_maps", regions())["data_type"].is_null());
  bench.flip("map_emit_default", "true");
  CHECK(bench.post("/data_maps", body)["emit_data_default"] == true);
  CHECK(bench.post("/data_maps", with(body, "emit_data_default", false))["emit_data_default"] == false);
  bench.flip("map_emit_default", "false");
  const auto sink = bench.post("/data_sinks", map_sink(bench.detected()));
  CHECK(bench.get(at(sink["data_map_id"].get<Id>()))["emit_data_default"] == false);
}

TEST_CASE("a data_map sink makes its lookup, which data fills")
{
  LoggedIn bench;
  const auto set = bench.detected();
  const auto sink = bench.post("/data_sinks", map_sink(set));
  const auto sink_id = sink["id"].get<Id>();
  const auto id = sink["data_map_id"].get<Id>();
  const auto map = bench.get(at(id));
  CHECK(map["name"] == "Price lookup");
  CHECK(map["data_sink_id"] == sink_id);
  CHECK(map["data_set_id"] == set);
  CHECK(map["emit_data_default"] == true);
  CHECK(map["map_entry_count"] == 0);
  const json rows{{{"sku", "a"}, {"price", 3}}};
  bench.call(409, "POST", "/_sim/data", {{"sink_id", sink_id}, {"rows", rows}});
  bench.put("/data_sinks/" + std::to_string(sink_id) + "/activate");
  CHECK(bench.post("/_sim/data", {{"sink_id", sink_id}, {"rows", rows}})["map_entry_count"] == 1);
  CHECK(bench.get(at(id, "/entries/a")) == json{{{"sku", "a"}, {"price", "3"}}});
  CHECK_FALSE(bench.get(at(id, "?expand=1")).contains("data_map")); // static ones only
  const auto copy = bench.post("/data_sinks/" + std::to_string(sink_id) + "/copy", json::object());
  CHECK(copy["data_map_id"] != id);
  CHECK(bench.get(at(copy["data_map_id"].get<Id>()))["map_primary_key"] == "sku");
}

TEST_CASE("another data_map for a sink by PUT is ignored, taken or refused, and the lookup itself is changed")
{
  LoggedIn bench;
  const auto sink = bench.post("/data_sinks", map_sink(bench.detected()));
  const auto path = "/data_sinks/" + std::to_string(sink["id"].get<Id>());
  const auto id = sink["data_map_id"].get<Id>();
  const auto name = bench.get(at(id))["name"];
  bench.put(path, {{"data_map", {{"name", "First"}}}});
  CHECK(bench.get(at(id))["name"] == name);
  bench.flip("sink_map_update", "allowed");
  bench.put(path, {{"data_map", {{"name", "Second"}}}});
  CHECK(bench.get(at(id))["name"] == "Second");
  CHECK(bench.get(at(id))["map_primary_key"] == "sku");
  bench.flip("sink_map_update", "refused");
  bench.refused(400, "PUT", path, {{"data_map", {{"name", "Third"}}}});
  bench.put(path, {{"data_map", {{"name", "Second"}}}});
  bench.refused(400, "PUT", path, {{"data_map", {{"nonsense", 1}}}});
  bench.put(at(id), {{"name", "Fourth"}, {"map_primary_key", "ean"}});
  CHECK(bench.get(at(id))["name"] == "Fourth");
  CHECK(bench.get(at(id))["map_primary_key"] == "ean");
}

TEST_CASE("a lookup may carry a status, and has no verbs all the same")
{
  LoggedIn bench;
  const auto id = bench.post("/data_sinks", map_sink(bench.detected()))["data_map_id"].get<Id>();
  CHECK_FALSE(bench.get(at(id)).contains("status"));
  bench.flip("shared_status", "on");
  CHECK(bench.get(at(id))["status"] == "ACTIVE");
  bench.call(404, "PUT", at(id, "/pause"));
}

TEST_CASE("the lookup of a sink stays when the sink is deleted, and goes or stays with its flow")
{
  LoggedIn bench;
  const auto set = bench.detected();
  const auto first = bench.post("/data_sinks", map_sink(set));
  bench.call(200, "DELETE", "/data_sinks/" + std::to_string(first["id"].get<Id>()));
  CHECK(bench.get(at(first["data_map_id"].get<Id>()))["data_sink_id"] == first["id"]);
  for (const auto* choice : {"keep", "delete"}) {
    bench.flip("maps_with_flow", choice);
    const auto id = bench.post("/data_sinks", map_sink(set))["data_map_id"].get<Id>();
    const auto below = bench.derived(set);
    const auto other = bench.post("/data_sinks", map_sink(below))["data_map_id"].get<Id>();
    bench.call(200, "DELETE", "/data_sets/" + std::to_string(below) + "/flow");
    bench.call(std::string(choice) == "keep" ? 200 : 404, "GET", at(other));
    bench.get(at(id));
  }
}

TEST_CASE("a lookup goes although a sink fills it or a configuration names it")
{
  LoggedIn bench;
  const auto sink = bench.post("/data_sinks", map_sink(bench.detected()));
  bench.call(200, "DELETE", at(sink["data_map_id"].get<Id>()));
  CHECK(bench.get("/data_sinks/" + std::to_string(sink["id"].get<Id>()))["data_map_id"].is_null());
}
