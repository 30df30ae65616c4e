#include "scene.hpp"

// What the service does to an environment: lists that move, creates that come late, verbs that are lost, clocks that
// are off and texts that are cut.

using namespace flowsync::scenarios;
using nlohmann::json;

TEST_CASE("lists that move while they are read double nothing")
{
  for (const auto* const how : {"insert", "remove"}) {
    with_each_memory([&](Scene& scene, StateIs memory) {
      CAPTURE(how);
      const auto before = scene.resources();
      scene.stage.set({{"shifting_pages", how}, {"page_size", "2"}, {"page_cap", "2"}});
      scene.remember(memory);
      for (int nth = 0; nth < 3; ++nth) {
        const auto ran = scene.apply(); // what cannot be proved is skipped, a credential that is not seen is an error
        CHECK_MESSAGE((ran.exit == 0 || ran.exit == 1 || ran.exit == 3), ran.exit << ran.out << ran.err);
      }
      CHECK(scene.resources() == before);
      scene.stage.set({{"shifting_pages", "off"}});
      scene.apply_well();
      CHECK(scene.resources() == before);
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
          const auto before = scene.resources();
          scene.remember(memory);
          scene.apply_well();
          CHECK(scene.resources() == before);
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
          const auto before = scene.resources();
          scene.remember(memory);
          scene.expect_no_changes();
          scene.apply_well();
          CHECK(scene.resources() == before);
        },
        {{"description_echo", echo}});
  }
}

TEST_CASE("a mark that the service cuts off stops the creates after that one")
{
  Scene scene(SwitchValues{{"description_echo", "truncated:20"}}, false);
  const auto before = scene.resources();
  const auto ran = scene.apply({"--parallelism", "1"});
  CHECK_MESSAGE(ran.exit == 3, ran.exit << ran.out << ran.err);
  CHECK(says(ran, "did not keep"));
  CHECK(scene.resources() == before + 1);
  scene.apply();
  CHECK(scene.resources() <= before + 2); // the recorded one is never made again
}
