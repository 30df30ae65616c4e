#include "sim/bench_sim.hpp"

using namespace flowsync::sim;
using nlohmann::json;

namespace {

json source_body()
{
  return {
      {"name", "Orders"}, {"source_type", "s3"}, {"source_config", {{"path", "b/o"}}}, {"data_credentials_id", 6027}};
}

json without(json body, const char* key)
{
  body.erase(key);
  return body;
}

} // namespace

TEST_CASE("a new source is INIT, has a flow of its own and no nexsets")
{
  LoggedIn bench;
  const auto made = bench.post("/data_sources", source_body());
  CHECK(made["status"] == "INIT");
  CHECK(made["flow_type"] == "streaming");
  CHECK(made["ingest_method"] == "POLL");
  CHECK(made["data_sets"].empty());
  CHECK(made["data_credentials_id"] == 6027);
  CHECK(made["created_at"] == made["updated_at"]);
  CHECK(bench.get("/flows")["flows"].size() == 2);
}

TEST_CASE("a create without a required key is refused and leaves nothing")
{
  LoggedIn bench;
  for (const auto* key : {"name", "source_type", "source_config", "data_credentials_id"}) {
    CAPTURE(key);
    const auto reply = bench.call(400, "POST", "/data_sources", without(source_body(), key));
    CHECK(reply["error_code"] == "VAL_001");
    CHECK(reply["details"].contains(key));
  }
  CHECK(bench.get("/data_sources").size() == 1);
  bench.post("/data_sources", {{"name", "Hook"}, {"source_type", "nexla_rest"}, {"source_config", json::object()}});
  bench.flip("source_required", "name");
  bench.post("/data_sources", {{"name", "Bare"}});
}

TEST_CASE("keys outside of the schema are refused in the service's words, or ignored")
{
  LoggedIn bench;
  CHECK(bench.refused(400, "POST", "/data_sources", with(source_body(), "flow_id", 1)) ==
        "property '#/' contains additional properties [\"flow_id\"] outside of the schema");
  bench.refused(400, "PUT", "/data_sources/6862", {{"created_at", "2020-01-01"}});
  bench.refused(400, "POST", "/data_sources", with(source_body(), "status", "ACTIVE"));
  bench.flip("unknown_keys", "ignore");
  bench.post("/data_sources", with(source_body(), "flow_id", 1));
  bench.put("/data_sinks/6513", {{"flow_type", "batch"}, {"status", "PAUSED"}});
  CHECK(bench.get("/data_sinks/6513")["status"] == "ACTIVE");
}

TEST_CASE("tags are kept on every kind, or not on those for which the contract has none")
{
  for (const auto* mode : {"kept", "ignored", "refused"}) {
    CAPTURE(mode);
    LoggedIn bench;
    const auto map = bench.post("/data_maps", {{"name", "M"}, {"data_type", "string"}, {"map_primary_key", "k"}});
    bench.flip("tags", mode);
    const bool refused = std::string(mode) == "refused";
    const bool kept = std::string(mode) == "kept";
    for (const auto& place : {path("data_sources", 6862), path("data_sinks", 6513), path("data_credentials", 6027),
                              path("projects", 301), path("data_sets", 10398), path("data_maps", map.at("id"))}) {
      CAPTURE(place);
      const bool by_contract = place.starts_with("/data_sets") || place.starts_with("/data_maps");
      bench.call(refused && !by_contract ? 400 : 200, "PUT", place, {{"tags", {"finance", "eu"}}});
      CHECK((bench.get(place).at("tags") == json{"finance", "eu"}) == (kept || by_contract));
      bench.call(refused && !by_contract ? 400 : 200, "PUT", place, {{"tags", json::array()}});
      CHECK(bench.get(place).at("tags") == json::array());
    }
    bench.call(refused ? 400 : 200, "POST", "/data_sources", with(source_body(), "tags", {"new"}));
    bench.call(refused ? 400 : 200, "POST", "/projects", {{"name", "P"}, {"tags", {"new"}}});
    CHECK(bench.get("/projects").at(0).at("tags").empty() != kept);
  }
}

TEST_CASE("values of a wrong kind are refused")
{
  LoggedIn bench;
  bench.refused(400, "POST", "/data_sources", with(source_body(), "name", 5));
  bench.refused(400, "POST", "/data_sources", with(source_body(), "name", "  "));
  bench.refused(400, "POST", "/data_sources", with(source_body(), "source_config", "text"));
  bench.refused(400, "POST", "/data_sources", with(source_body(), "data_credentials_id", 1));
  bench.refused(400, "POST", "/data_sources", with(source_body(), "source_type", "floppy_disk"));
  bench.refused(403, "POST", "/data_sources", with(source_body(), "data_credentials_id", 6038));
  bench.refused(400, "POST", "/data_sources", with(source_body(), "name", std::string(256, 'x')));
}

TEST_CASE("a cron that is not Quartz is refused on create and on update")
{
  LoggedIn bench;
  bench.refused(400, "POST", "/data_sources", with(source_body(), "source_config", {{"start.cron", "0 * * * *"}}));
  bench.refused(400, "PUT", "/data_sources/6862", {{"source_config", {{"start.cron", "0 0 0 * * * *"}}}});
  bench.put("/data_sources/6862", {{"source_config", {{"start.cron", "0 30 16 1/1 * ? *"}}}});
}

TEST_CASE("PUT is partial at the top and replaces a configuration whole, the server's own keys come back")
{
  LoggedIn bench;
  const auto before = bench.get("/data_sources/6862");
  bench.clock.advance(flowsync::Duration(7));
  const auto after = bench.put("/data_sources/6862", {{"source_config", {{"path", "new/path"}}}});
  CHECK(after["name"] == before["name"]);
  CHECK(after["source_config"] == json{{"path", "new/path"}, {"start.cron", "0 0 0 * * ? *"}});
  CHECK(after["updated_at"] > before["updated_at"]);
  bench.flip("server_writes", "off");
  CHECK(bench.put("/data_sources/6862", {{"source_config", {{"path", "p"}}}})["source_config"] == json{{"path", "p"}});
  const auto sink = bench.put("/data_sinks/6520", {{"sink_config", {{"table", "T"}}}});
  CHECK(sink["sink_config"] == json{{"table", "T"}});
  bench.flip("server_writes", "on");
  CHECK(bench.put("/data_sinks/6520", {{"sink_config", {{"table", "T"}}}})["sink_config"] ==
        json{{"table", "T"}, {"sink_type", "snowflake"}, {"upsert.nulls", true}});
}

TEST_CASE("types are fixed after creation, and the same type again is harmless")
{
  LoggedIn bench;
  bench.put("/data_sources/6862", {{"source_type", "s3"}});
  bench.refused(400, "PUT", "/data_sources/6862", {{"source_type", "gcs"}});
  bench.refused(400, "PUT", "/data_sinks/6513", {{"sink_type", "s3"}});
  bench.refused(400, "PUT", "/data_credentials/6027", {{"credentials_type", "gcs"}});
  bench.flip("type_update", "ignored");
  CHECK(bench.put("/data_sources/6862", {{"source_type", "gcs"}})["source_type"] == "s3");
}

TEST_CASE("a description is echoed, cleared or bent as the switches say")
{
  LoggedIn bench;
  const auto echo = [&](const json& text) {
    return bench.put("/data_sources/6862", {{"description", text}})["description"];
  };
  CHECK(echo(" a\nb ") == " a\nb ");
  bench.flip("description_echo", "trimmed");
  CHECK(echo(" a\nb \n") == "a\nb");
  bench.flip("description_echo", "crlf");
  CHECK(echo("a\nb") == "a\r\nb");
  bench.flip("description_echo", "truncated:4");
  CHECK(echo("abcdef") == "abcd");
  CHECK(echo("abc\xc3\xa4") == "abc");
  CHECK(echo(nullptr).is_null());
  bench.flip("null_description", "ignored");
  bench.flip("description_echo", "exact");
  echo("kept");
  CHECK(echo(nullptr) == "kept");
  bench.flip("null_description", "refused");
  bench.refused(400, "PUT", "/data_sources/6862", {{"description", nullptr}});
}

TEST_CASE("updated_at moves with writes, to the second, never, with status or with runs")
{
  LoggedIn bench;
  const auto id = std::to_string(bench.source());
  const auto stamp = [&] { return bench.get("/data_sources/" + id)["updated_at"].get<std::string>(); };
  const auto moved = [&](auto act) {
    const auto before = stamp();
    bench.clock.advance(flowsync::Duration(1500));
    act();
    return stamp() != before;
  };
  const auto write = [&] { bench.put("/data_sources/" + id, {{"description", "x"}}); };
  const auto pause = [&] { bench.put("/data_sources/" + id + "/pause"); };
  const auto activate = [&] { bench.put("/data_sources/" + id + "/activate"); };
  CHECK(moved(write));
  CHECK_FALSE(moved(pause));
  bench.flip("updated_at", "frozen");
  CHECK_FALSE(moved(write));
  bench.flip("updated_at", "seconds");
  CHECK(moved(write));
  CHECK(stamp().ends_with(".000Z"));
  bench.flip("updated_at", "on_status");
  CHECK(moved(activate));
  bench.flip("updated_at", "on_run");
  CHECK(moved([] {}));
}

TEST_CASE("with strict_pause an active resource is not changed")
{
  LoggedIn bench;
  bench.flip("strict_pause", "405");
  bench.refused(405, "PUT", "/data_sources/6862", {{"name", "X"}});
  bench.flip("strict_pause", "400");
  bench.refused(400, "PUT", "/data_sinks/6513", {{"name", "X"}});
  bench.put("/data_sinks/6513/pause");
  bench.put("/data_sinks/6513", {{"name", "X"}});
}

TEST_CASE("a PUT on an active source can answer 200 and keep nothing")
{
  LoggedIn bench;
  bench.flip("put_on_active_source", "lost");
  CHECK(bench.put("/data_sources/6862", {{"name", "X"}})["name"] == "X");
  CHECK(bench.get("/data_sources/6862")["name"] == "Orders");
  bench.put("/data_sources/6862/pause");
  bench.put("/data_sources/6862", {{"name", "X"}});
  CHECK(bench.get("/data_sources/6862")["name"] == "X");
}

TEST_CASE("status in a PUT is refused, written or ignored")
{
  LoggedIn bench;
  bench.refused(400, "PUT", "/data_sinks/6513", {{"status", "PAUSED"}});
  bench.flip("status_in_put", "ignore");
  CHECK(bench.put("/data_sinks/6513", {{"status", "PAUSED"}})["status"] == "ACTIVE");
  bench.flip("status_in_put", "write");
  CHECK(bench.put("/data_sinks/6513", {{"status", "PAUSED"}})["status"] == "PAUSED");
}

TEST_CASE("another credential or nexset for a sink is allowed, refused or ignored")
{
  LoggedIn bench;
  CHECK(bench.put("/data_sinks/6520", {{"data_credentials_id", 6030}})["data_credentials"]["id"] == 6030);
  CHECK(bench.put("/data_sinks/6520", {{"data_set_id", 10398}})["data_set_id"] == 10398);
  for (const auto* name : {"sink_credential_update", "sink_set_update"}) {
    bench.flip(name, "ignored");
  }
  const auto ignored = bench.put("/data_sinks/6520", {{"data_credentials_id", 6029}, {"data_set_id", 10410}});
  CHECK(ignored["data_credentials"]["id"] == 6030);
  CHECK(ignored["data_set_id"] == 10398);
  for (const auto* name : {"sink_credential_update", "sink_set_update"}) {
    bench.flip(name, "refused");
  }
  bench.refused(400, "PUT", "/data_sinks/6520", {{"data_credentials_id", 6029}});
  bench.refused(400, "PUT", "/data_sinks/6520", {{"data_set_id", 10410}});
  bench.put("/data_sinks/6520", {{"data_credentials_id", 6030}, {"data_set_id", 10398}});
}

TEST_CASE("a nexset takes all four pairings of has_custom_transform and transform")
{
  LoggedIn bench;
  const json transform{{"version", 1}, {"transforms", json::array()}};
  const auto body = [](bool custom) {
    return json{{"name", "N"}, {"parent_data_set_id", 10393}, {"has_custom_transform", custom}};
  };
  for (const bool custom : {true, false}) {
    bench.post("/data_sets", body(custom));
    CHECK(bench.post("/data_sets", with(body(custom), "transform", transform))["transform"] == transform);
  }
  bench.refused(400, "POST", "/data_sets", without(body(true), "has_custom_transform"));
  bench.refused(400, "POST", "/data_sets", with(body(true), "transform_id", 5085)); // not reusable
  bench.refused(400, "POST", "/data_sets", with(body(true), "parent_data_set_id", 1));
  bench.refused(400, "POST", "/data_sets", with(body(true), "data_source_id", 6862));
}

TEST_CASE("an inline transform has a container of its own, changed and removed with its nexset")
{
  LoggedIn bench;
  const auto id = bench.derived(10393);
  const auto path = "/data_sets/" + std::to_string(id);
  const auto container = bench.get("/code_containers").at(0);
  CHECK(container["name"] == "Data set " + std::to_string(id) + " (Transform)");
  CHECK(container["reusable"] == false);
  CHECK(container["data_sets"] == json::array({id}));
  CHECK(container["code"] == json::array({{{"operation", "shift"}}}));
  bench.put(path, {{"transform", {{"transforms", {{{"operation", "default"}}}}}}});
  CHECK(bench.get("/code_containers").size() == 3);
  CHECK(bench.get("/code_containers").at(0)["code"] == json::array({{{"operation", "default"}}}));
  bench.call(200, "DELETE", path);
  CHECK(bench.get("/code_containers").size() == 2);
}

TEST_CASE("a nexset's parent is fixed unless switched, and never itself")
{
  LoggedIn bench;
  bench.refused(400, "PUT", "/data_sets/10410", {{"parent_data_set_id", 10393}});
  bench.flip("set_parent_update", "allowed");
  CHECK(bench.put("/data_sets/10410", {{"parent_data_set_id", 10393}})["parent_data_sets"].at(0)["id"] == 10393);
  bench.refused(400, "PUT", "/data_sets/10398", {{"parent_data_set_id", 10398}});
}

TEST_CASE("a credential can be created inside a source")
{
  LoggedIn bench;
  auto body = without(source_body(), "data_credentials_id");
  body["data_credentials"] = {{"name", "Inline"}, {"credentials_type", "s3"}, {"credentials", {{"region", "x"}}}};
  CHECK(bench.post("/data_sources", body)["data_credentials"]["name"] == "Inline");
  body["data_credentials"] = 6027;
  CHECK(bench.post("/data_sources", body)["data_credentials"]["id"] == 6027);
}

TEST_CASE("a refused request leaves nothing of what it began")
{
  LoggedIn bench;
  auto body = without(source_body(), "data_credentials_id");
  body["data_credentials"] = {{"name", "Inline"}, {"credentials_type", "s3"}, {"credentials", {{"region", "x"}}}};
  body["source_config"] = {{"start.cron", "never"}};
  const auto before = bench.get("/_sim/dump");
  bench.refused(400, "POST", "/data_sources", body);
  CHECK(bench.get("/_sim/dump") == before);
}

TEST_CASE("duplicate names, create codes and first statuses are switches")
{
  LoggedIn bench;
  bench.post("/data_sources", source_body());
  bench.flip("duplicate_names", "409");
  bench.refused(409, "POST", "/data_sources", source_body());
  bench.flip("create_status", "201");
  bench.flip("status_after_create", "PAUSED");
  CHECK(bench.call(201, "POST", "/data_sources", with(source_body(), "name", "Other"))["status"] == "PAUSED");
}

TEST_CASE("a data_map sink makes its lookup")
{
  LoggedIn bench;
  const auto sink = bench.post("/data_sinks", {{"name", "Regions"},
                                               {"sink_type", "data_map"},
                                               {"data_set_id", 10398},
                                               {"data_map", {{"map_primary_key", "id"}}}});
  const auto map = bench.get("/data_maps").at(0);
  CHECK(map["data_sink_id"] == sink["id"]);
  CHECK(map["map_primary_key"] == "id");
  CHECK(map["emit_data_default"] == true);
}
