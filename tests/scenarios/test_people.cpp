#include "scene.hpp"

// What people and colleagues do to an environment between two runs, each with the state kept, lost and old.

using namespace flowsync::scenarios;
using nlohmann::json;

TEST_CASE("an edited description keeps its mark wherever the line stands, and people's words come back")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    const auto before = scene.resources();
    const auto source = scene.id("data_sources", "Web orders");
    scene.edit("data_sources", source,
               {{"description", "Do not touch!\n  " + mark("web-orders/source") + "  \nAsk Ann first."}});
    scene.remember(memory);
    scene.apply_well();
    CHECK(scene.only("data_sources", "Web orders").at("description") ==
          "Orders of the shop\n\n" + mark("web-orders/source"));
    CHECK(scene.id("data_sources", "Web orders") == source);
    CHECK(scene.resources() == before);
    scene.expect_no_changes();
  });
}

TEST_CASE("a mark pasted onto another kind of resource is reported and binds nothing")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    scene.edit("data_sets", 10410, {{"description", mark("web-orders/sink/warehouse")}});
    const auto before = scene.only("data_sets", "Orders by region");
    scene.remember(memory);
    const auto ran = scene.plan();
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    CHECK(says(ran, "misplaced-mark"));
    scene.apply_well();
    CHECK(scene.only("data_sets", "Orders by region") == before);
  });
}

TEST_CASE("a copied flow is left alone, whatever is remembered")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    const auto source = scene.id("data_sources", "Web orders");
    const auto copy = scene.stage.api("POST", "/data_sources/" + std::to_string(source) + "/copy",
                                      {{"reuse_data_credentials", true}});
    const auto before = scene.stage.dump();
    scene.remember(memory);
    const auto ran = scene.apply();
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    CHECK(says(ran, std::to_string(copy.at("id").get<std::int64_t>())));
    CHECK(scene.stage.dump() == before);
    scene.expect_no_changes();
  });
}

TEST_CASE("a resource that was deleted and made again with its mark is bound, not doubled")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    const auto old_sink = std::to_string(scene.id("data_sinks", "Web orders, raw"));
    const auto set = scene.only("data_sinks", "Web orders, raw").at("set").get<std::int64_t>();
    const auto before = scene.resources();
    scene.stage.api("PUT", "/data_sinks/" + old_sink + "/pause");
    scene.stage.api("DELETE", "/data_sinks/" + old_sink);
    const auto again = scene.sink_by_hand(set, "Web orders, raw", true, mark("web-orders/sink/raw"));
    scene.remember(memory);
    const auto ran = scene.apply({"-v"});
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    CHECK_MESSAGE(says(ran, "archive/raw"), ran.out << ran.err);
    CHECK(scene.resources() == before);
    CHECK(scene.id("data_sinks", "Web orders, raw") == again);
    CHECK(scene.only("data_sinks", "Web orders, raw").at("fields").at("sink_config").at("path") == "archive/raw");
    scene.expect_no_changes();
  });
}

TEST_CASE("a resource that was deleted comes back once")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    const auto sink = std::to_string(scene.id("data_sinks", "Web orders, raw"));
    const auto before = scene.resources();
    scene.stage.api("PUT", "/data_sinks/" + sink + "/pause");
    scene.stage.api("DELETE", "/data_sinks/" + sink);
    scene.remember(memory);
    scene.apply_well();
    CHECK(scene.resources() == before);
    CHECK(scene.only("data_sinks", "Web orders, raw").at("status") == "ACTIVE");
    scene.expect_no_changes();
  });
}

TEST_CASE("a renamed environment finds its resources by its former name")
{
  for (const auto memory :
       {StateIs::kept, StateIs::lost}) { // its state folder has the new name: nothing older is there
    Scene scene;
    const auto before = scene.resources();
    const auto text = scene.stage.read(flowsync::torture::k_environment_file);
    std::filesystem::rename(scene.stage.project() / "environments/dev", scene.stage.project() / "environments/test");
    scene.stage.edit("environments/test/environment.yaml", "metadata: {name: dev}",
                     "metadata: {name: test, formerly: [dev]}");
    if (memory == StateIs::kept) {
      std::filesystem::rename(scene.state() / "dev", scene.state() / "test");
    }
    const auto ran = scene.run({"apply", "-e", "test", "--auto-approve"});
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    CHECK(scene.resources() == before);
    const auto plan = scene.run({"plan", "-e", "test", "--detailed-exitcode"});
    CHECK_MESSAGE(plan.exit == 0, plan.out << plan.err);
  }
}

TEST_CASE("something renamed twice is found by a state that knows only its first name")
{
  for (const auto memory : {StateIs::kept, StateIs::lost, StateIs::old}) {
    Scene scene;
    const auto sink = scene.id("data_sinks", "People two");
    const auto rename = [&](const std::string& from, const std::string& to) {
      scene.stage.edit(flowsync::torture::k_people_file, "{key: " + from + ",", "{key: " + to + ",");
      auto text = scene.stage.read(flowsync::torture::k_people_file);
      text += (from == "two" ? "moved:\n" : "") + std::string("  - {from: people/sink/") + from + ", to: people/sink/" +
              to + "}\n";
      scene.stage.write(flowsync::torture::k_people_file, text);
    };
    rename("two", "second");
    scene.apply_well();
    rename("second", "last");
    scene.stage.edit(flowsync::torture::k_people_file, "config: {path: all-people,", "config: {path: last-people,");
    scene.remember(memory);
    scene.apply_well();
    CHECK(scene.id("data_sinks", "People two") == sink);
    CHECK(scene.only("data_sinks", "People two").at("description") == mark("people/sink/last"));
    scene.expect_no_changes();
  }
}

namespace {

// Everything that flowsync made is open to user 43, as an organisation shares it.
void share_all(Scene& scene)
{
  const auto dump = scene.stage.dump();
  for (const auto* const type : {"data_sources", "data_sets", "data_sinks", "data_credentials", "projects"}) {
    for (const auto& record : dump.at(type)) {
      scene.edit(type, record.at("id"),
                 json::object({{"accessors", json::array({json::object({{"user_id", 43}, {"role", "admin"}})})}}));
    }
  }
}

} // namespace

TEST_CASE("another user of the organisation plans and applies what the state binds, and makes nothing twice")
{
  for (const auto memory : {StateIs::kept, StateIs::old}) {
    Scene scene;
    scene.remember(memory);
    share_all(scene);
    const auto before = scene.resources();
    scene.stage.environment["NEXLA_KEY"] = "sim-service-key-2";
    const auto plan = scene.plan();
    CHECK_MESSAGE((plan.exit == 0 || memory == StateIs::old), plan.exit << plan.out << plan.err);
    scene.stage.edit(flowsync::torture::k_metrics_file, "table: METRICS", "table: METRICS_2");
    scene.apply_well();
    CHECK(scene.resources() == before);
    CHECK(scene.only("data_sinks", "METRICS").at("fields").at("sink_config").at("table") == "METRICS_2");
    scene.expect_no_changes();
    // The first one again: the state knows both by now.
    scene.stage.environment["NEXLA_KEY"] = "sim-service-key";
    scene.expect_no_changes();
  }
}

TEST_CASE("commands that only read use the key of read_auth, and apply does not")
{
  Scene scene;
  share_all(scene);
  scene.stage.edit(flowsync::torture::k_environment_file,
                   "    auth:", "    read_auth: {service_key: \"${env.NEXLA_READ_KEY}\"}\n    auth:");
  scene.stage.environment["NEXLA_READ_KEY"] = "sim-service-key-2";
  const auto key = scene.stage.environment.at("NEXLA_KEY");
  scene.stage.environment.erase("NEXLA_KEY");
  scene.expect_no_changes();
  for (const auto& words : std::vector<std::vector<std::string>>{{"drift", "-e", "dev"},
                                                                 {"credentials", "-e", "dev"},
                                                                 {"doctor", "-e", "dev"},
                                                                 {"compare", "dev", "dev", "--live"}}) {
    const auto ran = scene.run(words);
    CHECK_MESSAGE(ran.exit != 5, words.front() << ran.out << ran.err);
  }
  const auto refused = scene.apply();
  CHECK_MESSAGE(refused.exit == 5, refused.exit << refused.out << refused.err);
  CHECK(says(refused, "NEXLA_KEY"));
  scene.stage.environment["NEXLA_KEY"] = key;
  scene.stage.environment.erase("NEXLA_READ_KEY");
  scene.apply_well();
}

TEST_CASE("a key that may only read is told in one sentence, whatever there is to write")
{
  Scene scene({}, false);
  scene.fault({{"mutating", true},
               {"path", "^/(data_|code_|transforms)"},
               {"action", "status"},
               {"status", 403},
               {"times", 0}});
  const auto ran = scene.apply({"--parallelism", "1"});
  CHECK_MESSAGE(ran.exit == 5, ran.exit << ran.out << ran.err);
  CHECK(says(ran, "nexla.read_auth"));
  const auto text = ran.out + ran.err;
  const auto first = text.find("403");
  CHECK(first != std::string::npos);
  CHECK(scene.writes() <= 2);
}

TEST_CASE("another organisation's key stops a run, by what is remembered or by the pin")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    scene.stage.edit(flowsync::torture::k_environment_file, "    auth:", "    org: 7\n    auth:");
    scene.remember(memory);
    const auto before = scene.stage.dump();
    scene.stage.environment["NEXLA_KEY"] = "sim-service-key-other-org";
    const auto ran = scene.apply();
    CHECK_MESSAGE(ran.exit == 5, ran.exit << ran.out << ran.err);
    CHECK(scene.stage.dump() == before);
  });
}
