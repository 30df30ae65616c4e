#include "scenarios/workspace.hpp"
#include "support/unfolded.hpp"
#include "torture/sample_project.hpp"
#include "torture/stage.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <regex>

using namespace flowsync;
using namespace flowsync::scenarios;
using nlohmann::json;

namespace {

constexpr std::size_t k_counted_flows = 12;
constexpr std::size_t k_looks = 4; // by how many requests two plans may differ that look at others in turn

std::string file_of(std::size_t number)
{
  return fmt::format("environments/base/flows/flow-{}.yaml", number);
}

// Flows of a source, a detected nexset, a derived one and a sink each, on an account that counts its requests.
class Fleet
{
public:
  explicit Fleet(SwitchValues switches = {}) : stage({std::move(switches), {}, nullptr, false})
  {
    torture::write_sample_project(stage);
    stage.remove(torture::k_people_file);
    for (std::size_t i = 0; i < k_counted_flows; ++i) {
      stage.write(file_of(i), fmt::format(R"(apiVersion: flowsync/v1
kind: Flow
metadata: {{name: flow-{0}}}
spec:
  source:
    name: Files {0}
    type: s3
    credential: files
    config: {{path: "partner/{0}", start.cron: "0 0 0 * * ? *"}}
  nexsets:
    - {{key: raw, detected: {{index: 1}}}}
    - key: clean
      from: raw
      name: Files {0}, clean
      transform: {{version: 1, transforms: [{{operation: shift, spec: {{id: order_id}}}}]}}
  sinks:
    - key: warehouse
      from: clean
      name: FILES_{0}
      type: snowflake
      credential: warehouse
      config: {{database: SALES, table: FILES_{0}, insert.mode: INSERT}}
)",
                                          i));
    }
  }

  // A run that goes well; how many requests it sent.
  std::size_t cost(std::vector<std::string> words)
  {
    stage.account().call("DELETE", "/_sim/log");
    words.insert(words.begin() + 1, {"-e", "dev"});
    last = stage.run_inside(words);
    CHECK_MESSAGE((last.exit == 0 || last.exit == 2), last.out << last.err);
    return stage.account().call("GET", "/_sim/log").at("total").get<std::size_t>();
  }
  // How many requests carrying out a plan took, those of the plan before it left out.
  std::size_t apply(const std::vector<std::string>& more = {})
  {
    std::vector<std::string> words{"apply", "--auto-approve"};
    words.insert(words.end(), more.begin(), more.end());
    const auto all = cost(words);
    std::smatch used;
    const auto said = testing::unfolded(last.out);
    REQUIRE_MESSAGE(std::regex_search(said, used, std::regex("Requests: ([0-9]+) used")), said);
    return all - std::stoul(used[1]);
  }
  json plan(const std::vector<std::string>& more = {})
  {
    std::vector<std::string> words{"plan", "--format", "json"};
    words.insert(words.end(), more.begin(), more.end());
    planned = cost(words);
    return json::parse(last.out);
  }

  torture::Stage stage;
  Ran last;
  std::size_t planned = 0; // requests of the last plan
};

// The config of a resource of the account as it is, with one more word in it, written as somebody does it in the UI.
void edit_by_hand(Fleet& fleet, const std::string& path, const std::string& field)
{
  auto config = fleet.stage.api("GET", path).at(field);
  config["path"] = "by-hand";
  fleet.stage.api("PUT", path, {{field, config}});
}

} // namespace

TEST_CASE("a plan right after an apply reads no more than a settled one")
{
  Fleet fleet;
  fleet.apply();
  const auto first = fleet.plan();
  CHECK(first.at("refresh").at("read").get<std::size_t>() <= 10); // those that are looked at in turn
  const auto at_once = fleet.planned;
  CHECK(first.at("summary").at("no_op") == 4 * k_counted_flows);
  fleet.plan();
  CHECK(at_once <= fleet.planned + k_looks);
}

TEST_CASE("a change in the UI within the second of an apply is seen")
{
  std::string updated_at;
  SUBCASE("by parts of a second")
  {
    updated_at = "ms";
  }
  SUBCASE("by reading again")
  {
    updated_at = "seconds";
  }
  SUBCASE("where a status moves the date")
  {
    updated_at = "on_status";
  }
  Fleet fleet(SwitchValues{{"updated_at", updated_at}});
  fleet.apply();
  std::size_t edited = 0;
  const auto dump = fleet.stage.dump();
  for (const auto& sink : dump.at("data_sinks")) {
    if (edited < k_counted_flows && sink.value("name", "").starts_with("FILES_")) {
      edit_by_hand(fleet, fmt::format("/data_sinks/{}", sink.at("id").get<std::int64_t>()), "sink_config");
      ++edited;
    }
  }
  REQUIRE(edited == k_counted_flows);
  std::size_t seen = 0;
  const auto plan = fleet.plan();
  for (const auto& drift : plan.at("resource_drift")) {
    seen += drift.at("address").get<std::string>().ends_with("/sink/warehouse") ? 1U : 0U;
  }
  CHECK(seen == k_counted_flows);
}

TEST_CASE("a new flow of four resources costs seven requests, and what the plan says")
{
  Fleet fleet(SwitchValues{{"detection_polls", "1"}});
  const auto plan = fleet.plan();
  const auto used = fleet.apply();
  CHECK(used == 7 * k_counted_flows);
  const auto needed = plan.at("requests").at("needed").get<std::size_t>();
  CHECK(needed <= used + used / 10);
  CHECK(needed + used / 10 >= used);
}

TEST_CASE("new flows run whatever a verb reaches, and though one is answered and not done")
{
  SwitchValues switches;
  bool lost = false;
  SUBCASE("downstream") {}
  SUBCASE("the resource itself")
  {
    switches["activate_cascades"] = "own";
  }
  SUBCASE("flows that cannot be read")
  {
    switches["flows_shape"] = "array";
  }
  SUBCASE("transforms that a nexset does not show")
  {
    switches["transform_visibility"] = "code_container";
  }
  SUBCASE("answered and not done")
  {
    lost = true;
  }
  Fleet fleet(switches);
  if (lost) {
    const auto lose = [&](const char* path, int nth) {
      fleet.stage.account().call(
          "POST", "/_sim/faults",
          {{"method", "PUT"}, {"path", path}, {"nth", nth}, {"times", 1}, {"action", "no_persist"}});
    };
    lose("data_sources/.*/activate$", 3);
    lose("data_sets/.*/activate$", 2);
  }
  fleet.apply();
  const auto dump = fleet.stage.dump();
  for (const auto* const type : {"data_sources", "data_sets", "data_sinks"}) {
    std::size_t running = 0;
    for (const auto& resource : dump.at(type)) {
      const auto name = resource.value("name", "");
      const bool ours = name.find("Files ") != std::string::npos || name.find("FILES_") != std::string::npos;
      running += ours && resource.at("status") == "ACTIVE" ? 1U : 0U;
    }
    CHECK_MESSAGE(running == (std::string(type) == "data_sets" ? 2 * k_counted_flows : k_counted_flows), type);
  }
  CHECK(fleet.plan().at("summary").at("no_op") == 4 * k_counted_flows);
}

TEST_CASE("a nexset that one look showed and that is gone is not remembered")
{
  Fleet fleet(SwitchValues{{"detection_polls", "1"}});
  fleet.stage.account().call(
      "POST", "/_sim/faults",
      {{"method", "GET"}, {"path", "^/data_sources/[0-9]+/flow$"}, {"times", 3}, {"action", "no_persist"}});
  const auto ran = fleet.stage.run_inside({"apply", "-e", "dev", "--auto-approve"});
  CHECK_MESSAGE(ran.exit == 3, ran.out << ran.err); // what was to be created below was refused
  fleet.stage.account().call("DELETE", "/_sim/faults");
  fleet.apply();
  CHECK(fleet.plan().at("summary").at("no_op") == 4 * k_counted_flows);
}

TEST_CASE("a changed source costs seven requests")
{
  Fleet fleet;
  fleet.apply();
  for (std::size_t i = 0; i < k_counted_flows; ++i) {
    fleet.stage.edit(file_of(i), fmt::format("partner/{}", i), fmt::format("others/{}", i));
  }
  const auto plan = fleet.plan();
  const auto used = fleet.apply();
  CHECK(used == 7 * k_counted_flows);
  const auto needed = plan.at("requests").at("needed").get<std::size_t>();
  CHECK(needed <= used + used / 10);
  CHECK(needed + used / 10 >= used);
  CHECK(fleet.plan().at("summary").at("no_op") == 4 * k_counted_flows);
}

TEST_CASE("what removing flows costs is what the plan says")
{
  Fleet fleet;
  fleet.apply();
  for (std::size_t i = 0; i < k_counted_flows / 2; ++i) {
    fleet.stage.remove(file_of(i));
  }
  const auto plan = fleet.plan({"--prune"});
  CHECK(plan.at("summary").at("delete") == 4 * (k_counted_flows / 2));
  const auto used = fleet.apply({"--prune"});
  const auto needed = plan.at("requests").at("needed").get<std::size_t>();
  CHECK(needed <= used + used / 10);
  CHECK(needed + used / 10 >= used);
}

TEST_CASE("a plan without a state reads lists in full where the service has them, and one by one where not")
{
  std::size_t most = 0;
  SwitchValues switches;
  SUBCASE("lists in full")
  {
    switches["expand_in_lists"] = "on";
  }
  SUBCASE("brief lists")
  {
    most = 3 * k_counted_flows;
  }
  SUBCASE("brief lists and transforms that only the source shows")
  {
    switches["transform_visibility"] = "source_expand";
    most = 4 * k_counted_flows;
  }
  Fleet fleet(switches);
  fleet.apply();
  fleet.plan({"--refresh", "full"}); // reads each by itself, whatever lists show
  CHECK(fleet.planned > 3 * k_counted_flows);
  const auto plan = fleet.plan({"--stateless"});
  CHECK(plan.at("summary").at("no_op") == 4 * k_counted_flows);
  CHECK((plan.at("refresh").at("read") == 0) == (most == 0));
  CHECK(fleet.planned <= 30 + most);
}
