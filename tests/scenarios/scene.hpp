#pragma once

#include "scenarios/workspace.hpp"
#include "torture/account_view.hpp"
#include "torture/sample_project.hpp"
#include "torture/stage.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

namespace flowsync::scenarios {

// What the next run knows of the runs before.
enum class StateIs
{
  kept,
  lost, // the state folder is gone
  old   // the state folder is one apply behind
};

// The sample flows, applied twice on a calm service, and people who do things to them. flowsync runs inside this
// process on a clock that nobody waits for.
class Scene
{
public:
  explicit Scene(const SwitchValues& switches = {}, bool applied = true)
      : stage({switches, [this](const auto&, auto) { return clock.stir(), true; }, &clock, false})
  {
    torture::write_sample_project(stage);
    torture::write_more_flows(stage);
    if (applied) {
      apply_well();
      std::filesystem::create_directories(stage.saved("old"));
      std::filesystem::copy(state(), stage.saved("old"), std::filesystem::copy_options::recursive);
      stage.edit(torture::k_people_file, "config: {path: people,", "config: {path: all-people,");
      apply_well();
    }
    clock.advance(std::chrono::minutes{1});
  }

  std::filesystem::path state() const { return stage.project() / ".flowsync" / "state"; }

  void remember(StateIs memory)
  {
    if (memory != StateIs::kept) {
      std::filesystem::remove_all(state());
    }
    if (memory == StateIs::old) {
      std::filesystem::create_directories(state());
      std::filesystem::copy(stage.saved("old"), state(), std::filesystem::copy_options::recursive);
    }
  }

  Ran apply(const std::vector<std::string>& more = {}) { return run({"apply", "-e", "dev", "--auto-approve"}, more); }
  Ran plan(const std::vector<std::string>& more = {})
  {
    return run({"plan", "-e", "dev", "--detailed-exitcode"}, more);
  }
  Ran run(std::vector<std::string> words, const std::vector<std::string>& more = {})
  {
    words.insert(words.end(), more.begin(), more.end());
    return stage.run_inside(words);
  }

  void apply_well()
  {
    const auto ran = apply();
    REQUIRE_MESSAGE(ran.exit == 0, ran.out << ran.err);
  }
  void expect_no_changes()
  {
    const auto ran = plan();
    CHECK_MESSAGE(ran.exit == 0, ran.out << ran.err);
    CHECK_MESSAGE(ran.out.find("No changes.") != std::string::npos, ran.out);
  }

  // All resources of that name, as the account's dump shows them.
  std::vector<nlohmann::json> all(const std::string& type, const std::string& name)
  {
    const auto dump = stage.dump();
    std::vector<nlohmann::json> found;
    std::copy_if(dump.at(type).begin(), dump.at(type).end(), std::back_inserter(found),
                 [&](const auto& record) { return record.value("name", "") == name; });
    return found;
  }
  nlohmann::json only(const std::string& type, const std::string& name)
  {
    const auto found = all(type, name);
    REQUIRE_MESSAGE(found.size() == 1, found.size() << " " << type << " called " << name);
    return found.front();
  }
  std::int64_t id(const std::string& type, const std::string& name)
  {
    return only(type, name).at("id").get<std::int64_t>();
  }
  std::size_t count(const std::string& type) { return stage.dump().at(type).size(); }
  // Sources, sets and sinks that are there.
  std::size_t resources() { return count("data_sources") + count("data_sets") + count("data_sinks"); }

  // Somebody edits any field.
  void edit(const std::string& type, std::int64_t number, const nlohmann::json& fields)
  {
    stage.account().call("PATCH", "/_sim/resources/" + type + "/" + std::to_string(number), fields);
  }
  void fault(const nlohmann::json& rules) { stage.account().call("POST", "/_sim/faults", rules); }

  // A sink that somebody makes in the UI below a nexset; its id.
  std::int64_t sink_by_hand(std::int64_t set, const std::string& name, bool active, const std::string& description = "")
  {
    nlohmann::json body{{"name", name},
                        {"sink_type", "gcs"},
                        {"sink_config", {{"path", "by-hand"}, {"data_format", "json"}}},
                        {"data_credentials_id", 6028},
                        {"data_set_id", set}};
    if (!description.empty()) {
      body["description"] = description;
    }
    const auto made = stage.api("POST", "/data_sinks", body).at("id").get<std::int64_t>();
    edit("data_sinks", made, {{"status", active ? "ACTIVE" : "PAUSED"}});
    return made;
  }

  // From here on flowsync's clock shows so much more than the service's.
  void skew(flowsync::Duration by) { stage.skew(by); }

  // Changing requests of the runs so far.
  std::size_t writes() { return stage.account().call("GET", "/_sim/log").at("mutating").get<std::size_t>(); }
  void forget_log() { stage.account().call("DELETE", "/_sim/log"); }

  torture::QuietClock clock;
  torture::Stage stage;
};

inline std::string mark(const std::string& address, const std::string& owner = "acme-data-k3x9/dev")
{
  return "[flowsync " + owner + " " + address + "]";
}

// One after the other, each on a scene of its own.
inline void with_each_memory(const std::function<void(Scene&, StateIs)>& what, const SwitchValues& switches = {})
{
  for (const auto memory : {StateIs::kept, StateIs::lost, StateIs::old}) {
    CAPTURE(static_cast<int>(memory));
    Scene scene(switches);
    what(scene, memory);
  }
}

} // namespace flowsync::scenarios
