#include "sim/bench_sim.hpp"

using namespace flowsync::sim;
using nlohmann::json;

namespace {

json to(const char* type, json who, const char* role)
{
  who["type"] = type;
  who["access_roles"] = json::array({role});
  return who;
}

json body(std::initializer_list<json> entries)
{
  return {{"accessors", json(entries)}};
}

// "USER 43 operator, TEAM 601 admin"
std::string told(const json& list)
{
  std::string text;
  for (const auto& entry : list) {
    text += (text.empty() ? "" : ", ") + entry.at("type").get<std::string>() + " " + entry.at("id").dump();
    for (const auto& role : entry.at("access_roles")) {
      text += " " + role.get<std::string>();
    }
  }
  return text;
}

} // namespace

TEST_CASE("accessors are listed, replaced, added and taken away on every kind of resource")
{
  LoggedIn bench;
  const auto transform = bench.post("/transforms", {{"name", "T"},
                                                    {"output_type", "record"},
                                                    {"reusable", true},
                                                    {"code_type", "jolt_standard"},
                                                    {"code_encoding", "none"},
                                                    {"code", json::array()}});
  const auto map = bench.post("/data_maps", {{"name", "M"}, {"data_type", "string"}, {"map_primary_key", "k"}});
  const auto flow = bench.get("/data_sources/6862/flow").at("flows").at(0).at("id").get<Id>();
  for (const auto& place :
       {path("data_sources", 6862), path("data_sets", 10393), path("data_sinks", 6520), path("data_credentials", 6027),
        path("projects", 301), path("data_maps", map.at("id")), path("transforms", transform.at("id")),
        path("code_containers", transform.at("id")), path("flows", flow)}) {
    CAPTURE(place);
    const auto accessors = place + "/accessors";
    bench.call(200, "DELETE", accessors); // the container and the transform are one
    CHECK(bench.get(accessors) == json::array());
    CHECK(told(bench.post(accessors, body({to("USER", {{"id", 43}}, "operator")}))) == "USER 43 operator");
    CHECK(told(bench.put(accessors, body({to("TEAM", {{"name", "data"}}, "admin")}))) ==
          "USER 43 operator, TEAM 601 admin");
    bench.put(accessors, body({to("USER", {{"email", "second@example.com"}}, "collaborator"),
                               to("ORG", {{"email_domain", "example.com"}}, "collaborator")}));
    CHECK(told(bench.get(accessors)) == "USER 43 collaborator, TEAM 601 admin, ORG 7 collaborator");
    CHECK(told(bench.call(200, "DELETE", accessors, body({{{"type", "ORG"}, {"id", 7}}}))) ==
          "USER 43 collaborator, TEAM 601 admin");
    CHECK(told(bench.post(accessors, body({to("USER", {{"id", 45}}, "admin")}))) == "USER 45 admin");
    CHECK(bench.call(200, "DELETE", accessors, body({})) == json::array({bench.get(accessors).at(0)}));
    CHECK(bench.call(200, "DELETE", accessors) == json::array());
  }
  bench.call(404, "GET", "/data_sources/1/accessors");
  bench.call(404, "PATCH", "/data_sources/6862/accessors", body({}));
}

TEST_CASE("a reply says of each accessor who it is and since when")
{
  LoggedIn bench;
  const auto list =
      bench.post("/data_sets/10393/accessors",
                 body({to("USER", {{"email", "data-team@example.com"}}, "operator"),
                       to("TEAM", {{"id", 602}}, "collaborator"), to("ORG", {{"id", 7}}, "collaborator")}));
  CHECK(list.at(0).at("id") == 44);
  CHECK(list.at(0).at("email") == "data-team@example.com");
  CHECK(list.at(0).at("org_id") == 7);
  CHECK(list.at(1).at("name") == "finance");
  CHECK(list.at(2).at("email_domain") == "example.com");
  bench.clock.advance(flowsync::Duration(5000));
  const auto later = bench.put("/data_sets/10393/accessors",
                               body({to("TEAM", {{"id", 602}}, "admin"), to("USER", {{"id", 44}}, "operator")}));
  CHECK(later.at(0) == list.at(0)); // nothing new
  CHECK(later.at(1).at("created_at") == list.at(1).at("created_at"));
  CHECK(later.at(1).at("updated_at") != list.at(1).at("updated_at"));
}

TEST_CASE("accessors that mean nobody, or hold what they may not, are refused and change nothing")
{
  LoggedIn bench;
  const std::string accessors = "/data_sources/6862/accessors";
  for (const auto& entry :
       {to("USER", {{"id", 99}}, "admin"), to("USER", {{"email", "nobody@example.com"}}, "admin"),
        to("USER", {{"id", 43}, {"org_id", 8}}, "admin"), to("USER", json::object(), "admin"),
        to("TEAM", {{"id", 603}}, "admin"), to("ROBOT", {{"id", 43}}, "admin"), to("USER", {{"id", 43}}, "boss"),
        to("TEAM", {{"id", 601}, {"email", "data-team@example.com"}}, "admin"), json{{"type", "USER"}, {"id", 43}},
        json(7)}) {
    CAPTURE(entry.dump());
    bench.refused(400, "PUT", accessors, body({to("USER", {{"id", 43}}, "admin"), entry}));
    CHECK(bench.get(accessors) == json::array());
  }
  bench.refused(400, "POST", accessors, {{"users", json::array()}});
  bench.refused(400, "DELETE", accessors, json::object());
}

TEST_CASE("access that was given opens lists and resources, to teams and organisations too")
{
  LoggedIn bench;
  const auto lists_it = [&] {
    bench.log_in("sim-service-key-2");
    const auto list = bench.get("/data_sources?access_role=collaborator");
    const auto found = bench.send("GET", "/data_sources/6862").reply.status;
    bench.log_in();
    CHECK((found == 200) == !list.empty());
    return !list.empty();
  };
  CHECK_FALSE(lists_it());
  const std::string accessors = "/data_sources/6862/accessors";
  bench.post(accessors, body({to("USER", {{"id", 43}}, "collaborator")}));
  CHECK(lists_it());
  bench.post(accessors, body({to("TEAM", {{"name", "finance"}}, "collaborator")}));
  CHECK(lists_it());
  bench.post(accessors, body({to("TEAM", {{"name", "data"}}, "collaborator")}));
  CHECK_FALSE(lists_it());
  bench.post(accessors, body({to("ORG", {{"id", 7}}, "collaborator")}));
  CHECK(lists_it());
  bench.log_in("sim-service-key-2");
  CHECK(bench.get("/data_sources/6862").at("access_roles") == json::array({"collaborator"}));
  bench.refused(403, "PUT", "/data_sources/6862", {{"name", "Mine"}});
  bench.refused(403, "POST", accessors, body({to("USER", {{"id", 43}}, "admin")}));
  bench.log_in();
  bench.post(accessors, body({to("USER", {{"id", 43}}, "admin")}));
  bench.log_in("sim-service-key-2");
  bench.put("/data_sources/6862", {{"name", "Ours"}});
  CHECK(told(bench.get(accessors)) == "USER 43 admin");
}

TEST_CASE("access to a flow shows the flow and is not inherited by its resources")
{
  LoggedIn bench;
  const auto flow = path("flows", bench.get("/data_sources/6862/flow").at("flows").at(0).at("id").get<Id>());
  bench.put(flow + "/accessors", body({to("USER", {{"id", 43}}, "operator")}));
  CHECK(bench.get("/data_sources/6862/accessors") == json::array());
  bench.log_in("sim-service-key-2");
  CHECK(bench.get("/flows?access_role=operator").at("flows").size() == 1);
  CHECK(bench.get("/flows?access_role=admin").at("flows").empty());
  bench.put(flow + "/pause");
  bench.refused(403, "DELETE", flow);
  bench.refused(403, "GET", "/data_sources/6862");
}

TEST_CASE("accessors are kept in the data file, and copied when a copy asks for them")
{
  const auto file = std::filesystem::temp_directory_path() / "flowsync-sim-accessors.json";
  std::filesystem::remove(file);
  EngineOptions options;
  options.data_file = file;
  {
    LoggedIn bench(options);
    bench.post("/data_sources/6862/accessors",
               body({to("USER", {{"id", 43}}, "operator"), to("TEAM", {{"id", 601}}, "admin")}));
    bench.post("/data_sources/6862/copy", {{"copy_access_controls", true}, {"reuse_data_credentials", true}});
  }
  LoggedIn bench(options);
  CHECK(told(bench.get("/data_sources/6862/accessors")) == "USER 43 operator, TEAM 601 admin");
  CHECK(told(bench.get("/data_sources/6863/accessors")) == "USER 43 operator, TEAM 601 admin");
  const auto plain = bench.post("/data_sources/6862/copy", {{"reuse_data_credentials", true}}).at("id").get<Id>();
  CHECK(bench.get(path("data_sources", plain) + "/accessors") == json::array());
  std::filesystem::remove(file);
  std::filesystem::remove(file.string() + ".lock");
}

TEST_CASE("somebody gives access by hand")
{
  LoggedIn bench;
  bench.call(200, "PATCH", "/_sim/resources/data_sets/10393",
             {{"accessors", {{{"user_id", 43}, {"role", "operator"}}, to("TEAM", {{"name", "data"}}, "admin")}},
              {"flow_accessors", {to("ORG", {{"id", 7}}, "collaborator")}}});
  CHECK(told(bench.get("/data_sets/10393/accessors")) == "USER 43 operator, TEAM 601 admin");
  const auto node = bench.get("/flows").at("data_sets");
  for (const auto& set : node) {
    if (set.at("id") == 10393) {
      CHECK(told(bench.get(path("flows", set.at("flow_node_id")) + "/accessors")) == "ORG 7 collaborator");
    }
  }
}
