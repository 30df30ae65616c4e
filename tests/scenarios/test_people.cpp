#include "scene.hpp"

// What people, colleagues and services do to an environment between two runs, each with the state kept, lost and old.

using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

// Sources, sets and sinks that are there.
std::size_t resources(Scene& scene)
{
  return scene.count("data_sources") + scene.count("data_sets") + scene.count("data_sinks");
}

} // namespace

TEST_CASE("an edited description keeps its mark wherever the line stands, and people's words come back")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    const auto before = resources(scene);
    const auto source = scene.id("data_sources", "Web orders");
    scene.edit("data_sources", source,
               {{"description", "Do not touch!\n  " + mark("web-orders/source") + "  \nAsk Ann first."}});
    scene.remember(memory);
    scene.apply_well();
    CHECK(scene.only("data_sources", "Web orders").at("description") ==
          "Orders of the shop\n\n" + mark("web-orders/source"));
    CHECK(scene.id("data_sources", "Web orders") == source);
    CHECK(resources(scene) == before);
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
    const auto before = resources(scene);
    scene.stage.api("PUT", "/data_sinks/" + old_sink + "/pause");
    scene.stage.api("DELETE", "/data_sinks/" + old_sink);
    const auto again = scene.sink_by_hand(set, "Web orders, raw", true, mark("web-orders/sink/raw"));
    scene.remember(memory);
    const auto ran = scene.apply({"-v"});
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    CHECK_MESSAGE(says(ran, "archive/raw"), ran.out << ran.err);
    CHECK(resources(scene) == before);
    CHECK(scene.id("data_sinks", "Web orders, raw") == again);
    CHECK(scene.only("data_sinks", "Web orders, raw").at("fields").at("sink_config").at("path") == "archive/raw");
    scene.expect_no_changes();
  });
}

TEST_CASE("a resource that was deleted comes back once")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    const auto sink = std::to_string(scene.id("data_sinks", "Web orders, raw"));
    const auto before = resources(scene);
    scene.stage.api("PUT", "/data_sinks/" + sink + "/pause");
    scene.stage.api("DELETE", "/data_sinks/" + sink);
    scene.remember(memory);
    scene.apply_well();
    CHECK(resources(scene) == before);
    CHECK(scene.only("data_sinks", "Web orders, raw").at("status") == "ACTIVE");
    scene.expect_no_changes();
  });
}

TEST_CASE("a renamed environment finds its resources by its former name")
{
  for (const auto memory :
       {StateIs::kept, StateIs::lost}) { // its state folder has the new name: nothing older is there
    Scene scene;
    const auto before = resources(scene);
    const auto text = scene.stage.read(flowsync::torture::k_environment_file);
    std::filesystem::rename(scene.stage.project() / "environments/dev", scene.stage.project() / "environments/test");
    scene.stage.edit("environments/test/environment.yaml", "metadata: {name: dev}",
                     "metadata: {name: test, formerly: [dev]}");
    if (memory == StateIs::kept) {
      std::filesystem::rename(scene.state() / "dev", scene.state() / "test");
    }
    const auto ran = scene.run({"apply", "-e", "test", "--auto-approve"});
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    CHECK(resources(scene) == before);
    const auto plan = scene.run({"plan", "-e", "test", "--detailed-exitcode"});
    CHECK_MESSAGE(plan.exit == 0, plan.out << plan.err);
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
    const auto before = resources(scene);
    scene.stage.environment["NEXLA_KEY"] = "sim-service-key-2";
    const auto plan = scene.plan();
    CHECK_MESSAGE((plan.exit == 0 || memory == StateIs::old), plan.exit << plan.out << plan.err);
    scene.stage.edit(flowsync::torture::k_metrics_file, "table: METRICS", "table: METRICS_2");
    scene.apply_well();
    CHECK(resources(scene) == before);
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

TEST_CASE("lists that move while they are read double nothing")
{
  for (const auto* const how : {"insert", "remove"}) {
    with_each_memory([&](Scene& scene, StateIs memory) {
      CAPTURE(how);
      const auto before = resources(scene);
      scene.stage.set({{"shifting_pages", how}, {"page_size", "2"}, {"page_cap", "2"}});
      scene.remember(memory);
      for (int nth = 0; nth < 3; ++nth) {
        const auto ran = scene.apply(); // what cannot be proved is skipped, a credential that is not seen is an error
        CHECK_MESSAGE((ran.exit == 0 || ran.exit == 1 || ran.exit == 3), ran.exit << ran.out << ran.err);
      }
      CHECK(resources(scene) == before);
      scene.stage.set({{"shifting_pages", "off"}});
      scene.apply_well();
      CHECK(resources(scene) == before);
      scene.expect_no_changes();
    });
  }
}

TEST_CASE("a list ordered by updated_at while flows run, and one without headers, double nothing")
{
  const SwitchValues running{
      {"list_order", "updated"}, {"updated_at", "on_run"}, {"page_size", "2"}, {"page_cap", "2"}};
  for (const auto& switches : {running, SwitchValues{{"list_headers", "off"}}}) {
    with_each_memory(
        [](Scene& scene, StateIs memory) {
          const auto before = resources(scene);
          scene.remember(memory);
          scene.apply_well();
          CHECK(resources(scene) == before);
          scene.expect_no_changes();
        },
        switches);
  }
}

TEST_CASE("creates that take effect after their connection broke are found, not repeated")
{
  Scene scene({}, false);
  scene.stage.edit(flowsync::torture::k_environment_file, "create_settle: 150ms", "create_settle: 60s");
  scene.fault(
      {{"method", "POST"}, {"path", "^/data_"}, {"action", "drop_then_effect"}, {"delay_ms", 50000}, {"times", 0}});
  scene.apply_well();
  for (const auto* const name : {"Web orders", "People", "Metrics"}) {
    CHECK(scene.all("data_sources", name).size() == 1);
  }
  CHECK(scene.all("data_sinks", "WEB_ORDERS").size() == 1);
  scene.expect_no_changes();
}

TEST_CASE("what a cut cascade left paused is started again, and what was paused stays so")
{
  Scene scene;
  const auto clean = scene.id("data_sets", "Web orders, clean");
  const auto active = scene.sink_by_hand(clean, "By hand, active", true);
  const auto paused = scene.sink_by_hand(clean, "By hand, paused", false);
  scene.stage.edit(flowsync::torture::k_orders_file, "csv.delimiter: \";\"", "csv.delimiter: \"|\"");
  // From the pause of the source on, nothing of it can be changed any more: neither written nor started.
  const auto source = std::to_string(scene.id("data_sources", "Web orders"));
  scene.fault({{{"method", "PUT"}, {"path", "^/data_sources/" + source + "$"}, {"action", "drop_before"}, {"times", 0}},
               {{"path", "/activate$"}, {"action", "drop_before"}, {"times", 0}}});
  const auto cut = scene.apply();
  CHECK_MESSAGE(cut.exit != 0, cut.out << cut.err);
  CHECK(scene.only("data_sinks", "By hand, active").at("status") == "PAUSED");
  scene.stage.account().call("DELETE", "/_sim/faults");
  scene.apply_well();
  CHECK(scene.only("data_sinks", "By hand, active").at("status") == "ACTIVE");
  CHECK(scene.only("data_sinks", "By hand, active").at("id") == active);
  CHECK(scene.only("data_sinks", "By hand, paused").at("status") == "PAUSED");
  CHECK(scene.only("data_sinks", "By hand, paused").at("id") == paused);
  CHECK(scene.only("data_sources", "Web orders").at("fields").at("source_config").at("csv.delimiter") == "|");
  scene.expect_no_changes();
}

TEST_CASE("a cascade cut twice still knows how things were before the first")
{
  Scene scene;
  const auto clean = std::to_string(scene.id("data_sets", "Web orders, clean"));
  scene.sink_by_hand(scene.id("data_sets", "Web orders, clean"), "By hand, paused", false);
  scene.stage.edit(flowsync::torture::k_orders_file, "{order_id: ORDER_ID}", "{order_id: ID}");
  const auto hand = std::to_string(scene.id("data_sinks", "By hand, paused"));
  // Starting the nexset starts all below it; the one sink that must stay paused cannot be paused.
  scene.fault({{"path", "^/data_sinks/" + hand + "/pause$"}, {"action", "status"}, {"status", 400}, {"times", 0}});
  CHECK(scene.apply().exit == 3);
  CHECK(scene.only("data_sinks", "By hand, paused").at("status") == "ACTIVE");
  scene.stage.edit(flowsync::torture::k_orders_file, "{order_id: ID}", "{order_id: NUMBER}");
  CHECK(scene.apply().exit == 3);
  scene.stage.account().call("DELETE", "/_sim/faults");
  scene.apply_well();
  CHECK(scene.only("data_sinks", "By hand, paused").at("status") == "PAUSED");
  CHECK(scene.only("data_sets", "Web orders, clean").at("status") == "ACTIVE");
  scene.expect_no_changes();
}

TEST_CASE("verbs that are answered and not carried out are repeated")
{
  for (const auto* const path : {"/pause$", "/activate$"}) {
    Scene scene(SwitchValues{{"strict_pause", "405"}});
    CAPTURE(path);
    scene.sink_by_hand(scene.id("data_sets", "Web orders, clean"), "By hand, active", true);
    scene.stage.edit(flowsync::torture::k_orders_file, "csv.delimiter: \";\"", "csv.delimiter: \"|\"");
    scene.fault({{"path", path}, {"action", "no_persist"}});
    scene.apply_well();
    CHECK(scene.only("data_sinks", "By hand, active").at("status") == "ACTIVE");
    CHECK(scene.only("data_sources", "Web orders").at("status") == "ACTIVE");
    scene.expect_no_changes();
  }
}

TEST_CASE("a second detected set changes nothing for the first")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    const auto source = scene.id("data_sources", "Web orders");
    const auto first = scene.only("data_sets", "1 - Web orders");
    scene.stage.account().call("POST", "/_sim/data", {{"source_id", source}, {"sets", 1}});
    const auto second = scene.only("data_sets", "2 - Web orders");
    scene.remember(memory);
    scene.apply_well();
    CHECK(scene.only("data_sets", "1 - Web orders").at("id") == first.at("id"));
    CHECK(scene.only("data_sets", "2 - Web orders") == second);
    CHECK(scene.only("data_sets", "Web orders, clean").at("set") == first.at("id"));
    scene.expect_no_changes();
  });
}

TEST_CASE("a detected set that went away leaves its branch alone until somebody binds it again")
{
  Scene scene(SwitchValues{{"set_delete", "cascade"}});
  const auto source = scene.id("data_sources", "Metrics");
  for (const auto* const name : {"METRICS", "Metrics archive"}) {
    const auto sink = std::to_string(scene.id("data_sinks", name));
    scene.stage.api("PUT", "/data_sinks/" + sink + "/pause");
    scene.stage.api("DELETE", "/data_sinks/" + sink);
  }
  const auto set = std::to_string(scene.id("data_sets", "1 - Metrics"));
  scene.stage.api("PUT", "/data_sets/" + set + "/pause");
  scene.stage.api("DELETE", "/data_sets/" + set);
  scene.stage.account().call("POST", "/_sim/data", {{"source_id", source}, {"sets", 1}});
  const auto again = scene.id("data_sets", "2 - Metrics");
  const auto ran = scene.apply();
  CHECK_MESSAGE((ran.exit == 6 || ran.exit == 3), ran.exit << ran.out << ran.err);
  CHECK(says(ran, "lost-detected"));
  CHECK(scene.all("data_sinks", "METRICS").empty());
  scene.stage.edit(flowsync::torture::k_environment_file,
                   "  limits:", "  adopt: {metrics/nexset/all: " + std::to_string(again) + "}\n  limits:");
  scene.apply_well();
  CHECK(scene.only("data_sinks", "METRICS").at("set") == again);
  scene.expect_no_changes();
}

TEST_CASE("a replacement that was cut after its detected set went is finished")
{
  for (const auto memory : {StateIs::kept, StateIs::old}) {
    Scene scene;
    const auto set = std::to_string(scene.id("data_sets", "1 - Metrics"));
    scene.stage.edit(flowsync::torture::k_metrics_file, "type: s3\n    credential: files",
                     "type: gcs\n    credential: archive");
    scene.fault(
        {{"method", "DELETE"}, {"path", "^/data_sources/"}, {"action", "status"}, {"status", 400}, {"times", 0}});
    CHECK(scene.apply().exit == 3);
    CHECK(scene.all("data_sets", "1 - Metrics").empty());
    scene.stage.account().call("DELETE", "/_sim/faults");
    scene.remember(memory);
    scene.apply_well();
    CHECK(scene.only("data_sources", "Metrics").at("fields").at("source_type") == "gcs");
    CHECK(scene.id("data_sets", "1 - Metrics") != std::stoll(set));
    CHECK(scene.only("data_sinks", "METRICS").at("status") == "ACTIVE");
    scene.expect_no_changes();
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

TEST_CASE("a removed flow whose detected set has a mark is pruned, whatever is remembered")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    const auto set = scene.id("data_sets", "1 - Metrics");
    scene.edit("data_sets", set, {{"description", "DataSet #1\n\n" + mark("metrics/nexset/all")}});
    scene.stage.remove(flowsync::torture::k_metrics_file);
    scene.remember(memory);
    const auto ran = scene.apply({"--prune"});
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    CHECK(scene.all("data_sources", "Metrics").empty());
    CHECK(scene.all("data_sets", "1 - Metrics").empty());
    CHECK(scene.all("data_sinks", "METRICS").empty());
    scene.expect_no_changes();
  });
}

TEST_CASE("an undeclared detected set outlives a prune beside it")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    const auto source = scene.id("data_sources", "Web orders");
    scene.stage.account().call("POST", "/_sim/data", {{"source_id", source}, {"sets", 1}});
    const auto other = scene.only("data_sets", "2 - Web orders");
    scene.stage.edit(flowsync::torture::k_orders_file,
                     "    - key: raw\n      from: orders\n      name: Web orders, raw\n      type: gcs\n"
                     "      credential: archive\n      config: {path: archive/raw, data_format: json}\n",
                     "");
    scene.remember(memory);
    const auto ran = scene.apply({"--prune"});
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    CHECK(scene.all("data_sinks", "Web orders, raw").empty());
    CHECK(scene.only("data_sets", "2 - Web orders") == other);
    scene.expect_no_changes();
  });
}

TEST_CASE("a clock that is five minutes off, either way, hides no edit and makes nothing twice")
{
  for (const int minutes : {-5, 5}) {
    CAPTURE(minutes);
    Scene scene;
    scene.skew(std::chrono::minutes{minutes});
    for (int nth = 0; nth < 3; ++nth) {
      scene.stage.edit(flowsync::torture::k_people_file, nth == 0 ? "all-people" : "people-" + std::to_string(nth - 1),
                       "people-" + std::to_string(nth));
      scene.fault({{"method", "PUT"}, {"path", "^/data_sinks/"}, {"action", "drop_after"}});
      scene.apply_well();
      scene.edit("data_sinks", scene.id("data_sinks", "People two"), {{"sink_config", {{"path", "by-hand"}}}});
      CHECK(scene.plan().exit == 2);
      scene.apply_well();
      scene.expect_no_changes();
    }
    scene.stage.edit(
        flowsync::torture::k_people_file, "    - {key: two,",
        "    - {key: three, from: people, name: People three, type: gcs, credential: archive, config: {path: p3, "
        "data_format: json}}\n    - {key: two,");
    scene.fault({{"method", "POST"}, {"path", "^/data_sinks"}, {"action", "drop_then_effect"}, {"delay_ms", 100}});
    scene.apply_well();
    CHECK(scene.all("data_sinks", "People three").size() == 1);
    scene.expect_no_changes();
  }
}

TEST_CASE("dates in whole seconds hide no edit")
{
  Scene scene(SwitchValues{{"updated_at", "seconds"}});
  scene.stage.edit(flowsync::torture::k_people_file, "config: {path: all-people,", "config: {path: people-3,");
  scene.apply_well();
  // At once, so within the second in which it was written and read back.
  scene.edit("data_sinks", scene.id("data_sinks", "People two"), {{"sink_config", {{"path", "by-hand"}}}});
  const auto ran = scene.plan();
  CHECK_MESSAGE(ran.exit == 2, ran.out);
  CHECK(says(ran, "/sink_config/path"));
  scene.apply_well();
  CHECK(scene.only("data_sinks", "People two").at("fields").at("sink_config").at("path") == "people-3");
  scene.expect_no_changes();
}

TEST_CASE("descriptions that the service trims, breaks otherwise or cuts keep their marks")
{
  for (const auto* const echo : {"trimmed", "crlf", "truncated:120"}) {
    CAPTURE(echo);
    with_each_memory(
        [](Scene& scene, StateIs memory) {
          const auto before = resources(scene);
          scene.remember(memory);
          scene.expect_no_changes();
          scene.apply_well();
          CHECK(resources(scene) == before);
        },
        {{"description_echo", echo}});
  }
}

TEST_CASE("a mark that the service cuts off stops the creates after that one")
{
  Scene scene(SwitchValues{{"description_echo", "truncated:20"}}, false);
  const auto before = resources(scene);
  const auto ran = scene.apply({"--parallelism", "1"});
  CHECK_MESSAGE(ran.exit == 3, ran.exit << ran.out << ran.err);
  CHECK(says(ran, "did not keep"));
  CHECK(resources(scene) == before + 1);
  scene.apply();
  CHECK(resources(scene) <= before + 2); // the recorded one is never made again
}
