#include "scene.hpp"

#include <chrono>
#include <csignal>
#include <thread>

using namespace flowsync::scenarios;

namespace {

constexpr const char* k_people = flowsync::torture::k_people_file;

void add_moves(Scene& scene, const std::string& entries)
{
  scene.stage.write(k_people, scene.stage.read(k_people) + "moved:\n" + entries);
}

// The sinks one and two of the flow people take one another's keys.
void swap_keys(Scene& scene)
{
  scene.stage.edit(k_people, "{key: one,", "{key: swapping,");
  scene.stage.edit(k_people, "{key: two,", "{key: one,");
  scene.stage.edit(k_people, "{key: swapping,", "{key: two,");
  add_moves(scene,
            "  - {from: people/sink/one, to: people/sink/two}\n  - {from: people/sink/two, to: people/sink/one}\n");
}

struct Sinks
{
  explicit Sinks(Scene& scene)
      : one(scene.id("data_sinks", "People one")),
        two(scene.id("data_sinks", "People two")),
        all(scene.count("data_sinks"))
  {
  }
  bool operator==(const Sinks&) const = default;

  std::int64_t one;
  std::int64_t two;
  std::size_t all;
};

bool holds(const nlohmann::json& record, const std::string& table)
{
  return record.dump().find("\"table\":\"" + table + "\"") != std::string::npos;
}

void expect_swapped(Scene& scene, const Sinks& before)
{
  CHECK(Sinks(scene) == before);
  const auto description = scene.only("data_sinks", "People one").at("description").get<std::string>();
  CHECK_MESSAGE(description.starts_with("[flowsync acme-data-k3x9/dev people/sink/two past="), description);
  scene.expect_no_changes();
}

} // namespace

TEST_CASE("two sinks change places and stay what they are, whatever is remembered")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    const Sinks before(scene);
    swap_keys(scene);
    scene.remember(memory);
    scene.forget_log();
    scene.apply_well();
    CHECK(scene.writes() == 2);
    expect_swapped(scene, before);
    scene.remember(StateIs::lost);
    scene.expect_no_changes();
    scene.apply_well();
    expect_swapped(scene, before);
  });
}

TEST_CASE("a swap that was killed between its marks is finished by the next run, also on a rebuilt state")
{
  for (const auto memory : {StateIs::kept, StateIs::lost, StateIs::old}) {
    for (const bool rebuilt : {false, true}) {
      CAPTURE(static_cast<int>(memory));
      CAPTURE(rebuilt);
      Scene scene;
      const Sinks before(scene);
      swap_keys(scene);
      scene.forget_log();
      scene.fault(
          {{"method", "PUT"}, {"path", "data_sinks"}, {"action", "status"}, {"nth", 2}, {"times", 0}, {"status", 503}});
      std::jthread killer;
      scene.stage.run({"apply", "-e", "dev", "--auto-approve"}, [&](int process) {
        killer = std::jthread([&scene, process] {
          for (int tries = 0; tries < 4000 && scene.writes() < 1; ++tries) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
          }
          ::kill(process, SIGKILL);
        });
      });
      killer.join();
      CHECK(scene.writes() >= 1);
      scene.stage.account().call("DELETE", "/_sim/faults");
      scene.clock.advance(std::chrono::minutes{1});
      scene.remember(memory);
      if (rebuilt) {
        CHECK(scene.run({"state", "rebuild", "-e", "dev"}).exit == 0);
      }
      scene.apply_well();
      expect_swapped(scene, before);
    }
  }
}

TEST_CASE("a move onto a taken address is refused with both ids, and other flows go on")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    const Sinks before(scene);
    scene.stage.edit(k_people,
                     "    - {key: one, from: people, name: People one, type: snowflake, credential: warehouse, config: "
                     "{table: PEOPLE, insert.mode: INSERT}}\n",
                     "");
    add_moves(scene, "  - {from: people/sink/one, to: people/sink/two}\n");
    scene.stage.edit(flowsync::torture::k_metrics_file, "config: {table: METRICS,", "config: {table: ALL_METRICS,");
    scene.remember(memory);
    const auto ran = scene.apply({"--prune"});
    CHECK(ran.exit == 3); // the other flow was changed
    CHECK_MESSAGE(says(ran, "people/sink/one cannot become people/sink/two"), ran.err);
    CHECK(says(ran, std::to_string(before.one)));
    CHECK(says(ran, std::to_string(before.two)));
    CHECK(Sinks(scene) == before);
    CHECK(holds(scene.only("data_sinks", "METRICS"), "ALL_METRICS"));
    CHECK(holds(scene.only("data_sinks", "People one"), "PEOPLE"));
  });
}

TEST_CASE("a flow that is called otherwise is refused with one entry, and with it all of it moves")
{
  with_each_memory([](Scene& scene, StateIs memory) {
    scene.stage.edit(k_people, "    name: People\n", ""); // so that the source is called like its flow
    scene.apply_well();
    const Sinks before(scene);
    const auto source = scene.id("data_sources", "people");
    scene.stage.edit(k_people, "metadata: {name: people}", "metadata: {name: persons}");
    scene.remember(memory);
    scene.forget_log();
    const auto refused = scene.apply();
    CHECK(refused.exit == 6);
    CHECK_MESSAGE(says(refused, "`moved: [{from: people, to: persons}]`"), refused.err);
    CHECK(scene.writes() == 0);
    add_moves(scene, "  - {from: people, to: persons}\n");
    scene.apply_well();
    CHECK(Sinks(scene) == before);
    CHECK(scene.id("data_sources", "persons") == source);
    CHECK(scene.only("data_sources", "persons").at("description") == mark("persons/source"));
    scene.expect_no_changes();
  });
}

TEST_CASE("what lost its mark and its name is left alone until somebody says what it is")
{
  Scene scene;
  const Sinks before(scene);
  scene.edit("data_sinks", before.one, {{"name", "Another thing"}, {"description", "of somebody else"}});
  scene.forget_log();
  const auto ran = scene.apply();
  CHECK(ran.exit == 6);
  CHECK_MESSAGE(says(ran, "is called \"Another thing\", not \"People one\""), ran.err);
  CHECK(scene.writes() == 0);
  scene.stage.edit(flowsync::torture::k_environment_file,
                   "  variables:", "  adopt: {people/sink/one: " + std::to_string(before.one) + "}\n  variables:");
  scene.apply_well();
  CHECK(Sinks(scene) == before);
  scene.expect_no_changes();
}
