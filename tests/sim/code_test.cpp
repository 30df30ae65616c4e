#include "sim/bench_sim.hpp"

using namespace flowsync::sim;
using nlohmann::json;

namespace {

json record_code()
{
  return {{"name", "Clean"},         {"output_type", "record"},
          {"reusable", true},        {"code_type", "jolt_standard"},
          {"code_encoding", "none"}, {"code", {{{"operation", "shift"}, {"spec", {{"id", "id"}}}}}}};
}

json attribute_code()
{
  return {{"name", "Upper"},       {"output_type", "attribute"}, {"reusable", true},
          {"code_type", "python"}, {"code_encoding", "base64"},  {"code", "cmV0dXJuIGF0dHI="}};
}

json custom_operation()
{
  return {{"operation", "nexla.custom"},
          {"spec", {{"language", "python"}, {"encoding", "base64"}, {"script", "ZGVmIHRyYW5zZm9ybSgpOgo="}}}};
}

json script_source(json code)
{
  return {{"name", "Script"},
          {"source_type", "script"},
          {"source_config", json::object()},
          {"code_container", std::move(code)}};
}

} // namespace

TEST_CASE("a reusable transform is made, listed with its code, changed, copied and deleted")
{
  LoggedIn bench;
  const auto made = bench.post("/transforms", record_code());
  const auto id = made["id"].get<Id>();
  CHECK(made["resource_type"] == "transform");
  CHECK(made["data_sets"].empty());
  CHECK(bench.get("/transforms").at(0)["code"] == record_code()["code"]);
  CHECK(bench.get("/attribute_transforms").empty());
  CHECK(bench.get(path("code_containers", id))["name"] == "Clean");
  bench.refused(404, "GET", path("attribute_transforms", id));
  const auto after = bench.put(path("transforms", id), {{"code", json::array({custom_operation()})},
                                                        {"code_type", "jolt_custom"},
                                                        {"tags", {"a"}},
                                                        {"description", "by PUT"}});
  CHECK(after["code"].at(0) == custom_operation());
  CHECK(after["name"] == "Clean");
  CHECK(after["tags"] == json{"a"});
  const auto copy = bench.post(path("transforms", id) + "/copy", json::object());
  CHECK(copy["copied_from_id"] == id);
  CHECK(copy["name"] == "Copy of Clean");
  CHECK(copy["code"] == after["code"]);
  CHECK(bench.get("/transforms").size() == 2);
  bench.call(200, "DELETE", path("transforms", id));
  bench.refused(404, "GET", path("transforms", id));
  const auto attribute = bench.post("/attribute_transforms", attribute_code())["id"].get<Id>();
  CHECK(bench.get("/attribute_transforms").at(0)["id"] == attribute);
  bench.refused(404, "POST", path("attribute_transforms", attribute) + "/copy");
  bench.refused(404, "PUT", path("transforms", attribute), {{"name", "X"}});
}

TEST_CASE("code is refused when a key is missing or unknown, a word is not in the lists, or its shape does not fit")
{
  LoggedIn bench;
  for (const auto* key : {"name", "output_type", "reusable", "code_type", "code_encoding", "code"}) {
    CAPTURE(key);
    auto body = record_code();
    body.erase(key);
    CHECK(bench.call(400, "POST", "/transforms", body)["details"].contains(key));
    bench.call(400, "POST", "/code_containers", body);
  }
  const auto bad = [&](const char* where, const json& body) { bench.refused(400, "POST", where, body); };
  bad("/transforms", with(record_code(), "data_set_id", 1));
  bad("/transforms", with(record_code(), "code_type", "jolt"));
  bad("/transforms", with(record_code(), "code_encoding", "base64"));
  bad("/transforms", with(record_code(), "code", "text"));
  bad("/transforms", with(record_code(), "code", {"no operation"}));
  bad("/transforms", with(record_code(), "code", json::array({custom_operation()})));
  bad("/transforms", with(record_code(), "reusable", false));
  bad("/transforms", with(record_code(), "resource_type", "source"));
  bad("/transforms", with(record_code(), "name", std::string(256, 'x')));
  bad("/transforms", attribute_code());
  bad("/attribute_transforms", record_code());
  bad("/attribute_transforms", with(attribute_code(), "code", "not base64!"));
  bad("/attribute_transforms", with(attribute_code(), "code_encoding", "none"));
  bad("/code_containers", with(record_code(), "resource_type", "ai_function"));
  bad("/code_containers", with(record_code(), "resource_type", "nonsense"));
  bad("/code_containers", with(record_code(), "output_type", "rows"));
  bench.refused(403, "POST", "/code_containers", with(record_code(), "public", true));
  bench.post("/code_containers",
             with(with(record_code(), "resource_type", "ai_function"), "ai_function_type", "chunker"));
  auto hosted = with(attribute_code(), "repo_type", "github");
  hosted.erase("code");
  bench.post("/code_containers", hosted);
  CHECK(bench.get("/code_containers?reusable=all").size() == 4); // and the two of the demo flow
}

TEST_CASE("lists of transforms hold the reusable ones, the others or all")
{
  LoggedIn bench;
  bench.post("/transforms", record_code());
  CHECK(bench.get("/transforms").size() == 1);
  CHECK(bench.get("/transforms?reusable=1").size() == 1);
  CHECK(bench.get("/transforms?reusable=0").size() == 2);
  const auto all = bench.get("/transforms?reusable=all");
  CHECK(all.size() == 3);
  for (const auto& entry : all) {
    CHECK(entry["code"].is_array());
  }
}

TEST_CASE("public code is a catalogue that everybody reads and nobody else changes")
{
  LoggedIn bench;
  const auto id = bench.post("/transforms", record_code())["id"].get<Id>();
  CHECK(bench.get("/transforms/public").empty());
  bench.call(200, "PATCH", "/_sim/resources" + path("code_containers", id), {{"public", true}});
  bench.log_in("sim-service-key-other-org");
  CHECK(bench.get("/transforms/public").at(0)["id"] == id);
  CHECK(bench.get("/code_containers/public").size() == 1);
  CHECK(bench.get("/attribute_transforms/public").empty());
  CHECK(bench.get("/transforms").empty());
  CHECK(bench.get(path("transforms", id))["public"] == true);
  bench.refused(403, "PUT", path("transforms", id), {{"name", "Mine"}});
}

TEST_CASE("a nexset runs a reusable record transform by its id, whatever has_custom_transform says")
{
  LoggedIn bench;
  const auto set = bench.detected();
  const auto id = bench.post("/transforms", record_code())["id"].get<Id>();
  const auto body = [&](json transform_id, bool custom) {
    return json{
        {"name", "D"}, {"parent_data_set_id", set}, {"has_custom_transform", custom}, {"transform_id", transform_id}};
  };
  const auto first = bench.post("/data_sets", body(id, true))["id"].get<Id>();
  const auto second = bench.post("/data_sets", body(id, false))["id"].get<Id>();
  CHECK(bench.get(path("data_sets", first))["transform_id"] == id);
  CHECK(bench.get(path("transforms", id))["data_sets"] == json{first, second});
  const auto source = bench.get(path("data_sets", set))["data_source_id"].get<Id>();
  const auto expanded = bench.get(path("data_sources", source) + "?expand=1");
  for (const auto& entry : expanded["data_sets"]) {
    CHECK(entry["transform"]["transforms"] == (entry["id"] == set ? json::array() : record_code()["code"]));
  }
  bench.refused(400, "POST", "/data_sets", body(999999, true));
  const auto attribute = bench.post("/attribute_transforms", attribute_code())["id"].get<Id>();
  bench.refused(400, "POST", "/data_sets", body(attribute, true));
  const auto own = bench.get("/transforms?reusable=0").at(0)["id"];
  bench.refused(400, "POST", "/data_sets", body(own, true));
  const auto flow = bench.get(path("data_sets", first) + "/flow");
  CHECK(flow["code_containers"].size() == 1);
  CHECK(flow["code_containers"][0]["reusable"] == true);
  // from one to the other and back
  bench.put(path("data_sets", first),
            {{"has_custom_transform", false}, {"transform", {{"transforms", json::array()}}}});
  CHECK(bench.get(path("data_sets", first))["transform_id"].is_null());
  CHECK(bench.get(path("transforms", id))["data_sets"] == json::array({second}));
  const auto before = bench.get("/code_containers").size();
  bench.put(path("data_sets", first), {{"has_custom_transform", true}, {"transform_id", id}});
  CHECK(bench.get("/code_containers").size() == before - 1);
}

TEST_CASE("every reading of has_custom_transform is taken")
{
  LoggedIn bench;
  const auto set = bench.detected();
  const auto id = bench.post("/transforms", record_code())["id"].get<Id>();
  const json inline_code{{"version", 1}, {"data_maps", json::array()}, {"transforms", json::array()}, {"custom", true}};
  for (const bool custom : {true, false}) {
    const json body{{"name", "D"}, {"parent_data_set_id", set}, {"has_custom_transform", custom}};
    CHECK(bench.post("/data_sets", with(body, "transform_id", id))["transform_id"] == id);
    CHECK(bench.post("/data_sets", with(body, "transform", inline_code))["transform_id"].is_null());
    const auto plain = bench.post("/data_sets", body)["id"].get<Id>();
    CHECK(bench.get(path("data_sets", plain) + "/flow")["data_sets"].size() > 1);
  }
}

TEST_CASE("code that something runs is not deleted, or taken away from it")
{
  LoggedIn bench;
  const auto set = bench.detected();
  const auto id = bench.post("/transforms", record_code())["id"].get<Id>();
  const auto derived =
      bench
          .post(
              "/data_sets",
              {{"name", "D"}, {"parent_data_set_id", set}, {"has_custom_transform", true}, {"transform_id", id}})["id"]
          .get<Id>();
  bench.refused(400, "DELETE", path("transforms", id));
  bench.flip("container_in_use", "allow");
  bench.call(200, "DELETE", path("transforms", id));
  CHECK(bench.get(path("data_sets", derived))["transform_id"].is_null());
  CHECK(bench.get(path("data_sets", derived) + "/flow")["code_containers"].empty());
}

TEST_CASE("changing the container of an inline transform changes the nexset's transform")
{
  LoggedIn bench;
  const auto set = bench.derived(bench.detected());
  const auto flow = bench.get(path("data_sets", set) + "/flow");
  const auto id = flow["code_containers"][0]["id"].get<Id>();
  CHECK(bench.get(path("code_containers", id))["data_sets"] == json::array({set}));
  const json code = {{{"operation", "default"}, {"spec", {{"a", 1}}}}};
  bench.put(path("code_containers", id), {{"code", code}});
  CHECK(bench.get(path("data_sets", set))["transform"]["transforms"] == code);
}

TEST_CASE("a script source has inline code, which PUT changes, or names a container")
{
  LoggedIn bench;
  const json code{
      {"code", "print(1)"}, {"code_type", "python3"}, {"name", "Reader"}, {"resource_type", "source_custom"}};
  const auto made = bench.post("/data_sources", script_source(code));
  const auto id = made["id"].get<Id>();
  const auto container = made["code_container_id"].get<Id>();
  const auto shown = bench.get(path("code_containers", container));
  CHECK(shown["code"] == "print(1)");
  CHECK(shown["name"] == "Reader");
  CHECK(shown["reusable"] == false);
  CHECK(shown["resource_type"] == "source_custom");
  bench.put(path("data_sources", id), {{"code_container", {{"code", "print(2)"}, {"code_type", "python"}}}});
  const auto after = bench.get(path("code_containers", container));
  CHECK(after["code"] == "print(2)");
  CHECK(after["code_type"] == "python");
  CHECK(after["resource_type"] == "source"); // replaced whole
  CHECK(bench.get(path("data_sources", id))["code_container_id"] == container);
  for (const auto& bad : {json{{"code", 5}}, json{{"code_type", "ruby"}, {"code", "x"}}, json{{"code_type", "python"}},
                          json{{"resource_type", "sink"}, {"code", "x"}}, json{{"repo_type", "svn"}, {"code", "x"}},
                          json{{"code_encoding", "base64"}, {"code", "?"}}, json{{"unknown", 1}, {"code", "x"}}}) {
    CAPTURE(bad.dump());
    bench.refused(400, "PUT", path("data_sources", id), {{"code_container", bad}});
  }
  auto body = attribute_code();
  body["resource_type"] = "source";
  body["output_type"] = "custom";
  const auto shared = bench.post("/code_containers", body)["id"].get<Id>();
  bench.put(path("data_sources", id), {{"code_container_id", shared}, {"code_container", {{"code", "ignored"}}}});
  CHECK(bench.get(path("data_sources", id))["code_container_id"] == shared);
  bench.refused(404, "GET", path("code_containers", container));
  bench.refused(400, "DELETE", path("code_containers", shared));
  const auto transform = bench.post("/transforms", record_code())["id"];
  bench.refused(400, "PUT", path("data_sources", id), {{"code_container_id", transform}});
  bench.refused(400, "PUT", path("data_sources", id), {{"code_container_id", 999999}});
  const auto copy = bench.post(path("data_sources", id) + "/copy", json::object());
  CHECK(copy["code_container_id"] == shared);
}

TEST_CASE("a sink takes code, or its keys are outside of the schema")
{
  LoggedIn bench;
  const json body{{"name", "Out"},
                  {"sink_type", "script"},
                  {"data_set_id", bench.detected()},
                  {"code_container", {{"code", "print(1)"}, {"code_type", "python"}}}};
  const auto id = bench.post("/data_sinks", body)["id"].get<Id>();
  const auto container = bench.get(path("data_sinks", id))["code_container_id"].get<Id>();
  CHECK(bench.get(path("code_containers", container))["resource_type"] == "sink");
  CHECK(bench.get(path("code_containers", container))["data_sets"].empty());
  const auto copy = bench.post(path("data_sinks", id) + "/copy", json::object());
  CHECK(copy["code_container_id"] != container);
  bench.call(200, "DELETE", path("data_sinks", id));
  bench.refused(404, "GET", path("code_containers", container));
  bench.flip("sink_code", "refuse");
  bench.refused(400, "POST", "/data_sinks", body);
  CHECK_FALSE(bench.get(path("data_sinks", copy["id"].get<Id>())).contains("code_container_id"));
}

TEST_CASE("a nexset with an inline transform names no transform, or its private container")
{
  LoggedIn bench;
  const auto set = path("data_sets", bench.derived(bench.detected()));
  CHECK(bench.get(set)["transform_id"].is_null());
  bench.flip("transform_id", "container");
  const auto id = bench.get(set)["transform_id"].get<Id>();
  CHECK(bench.get(path("code_containers", id))["reusable"] == false);
  bench.refused(400, "PUT", set, {{"has_custom_transform", true}, {"transform_id", id}}); // it cannot be shared
  const auto shared = bench.post("/transforms", record_code())["id"];
  bench.put(set, {{"has_custom_transform", true}, {"transform_id", shared}});
  CHECK(bench.get(set)["transform_id"] == shared);
}
