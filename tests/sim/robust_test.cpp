#include "sim/bench_sim.hpp"
#include "support/rounds.hpp"

#include <algorithm>
#include <array>
#include <random>

using namespace flowsync::sim;
using nlohmann::json;

namespace {

constexpr std::array<const char*, 11> k_lists{"/flows",           "/data_sources",     "/data_sets", "/data_sinks",
                                              "/data_maps",       "/data_credentials", "/projects",  "/transforms",
                                              "/code_containers", "/users/current",    "/limits"};

// Reads everything, by its own path and in lists. Returns what failed inside the simulator.
std::string failures(LoggedIn& bench, const json& labels)
{
  std::string result;
  const auto look = [&](const std::string& target) {
    const auto outcome = bench.send("GET", target);
    if (outcome.reply.status >= 500) {
      result += target + " -> " + outcome.content + "\n";
    }
  };
  for (const auto& [label, target] : labels.items()) {
    const auto text = target.get<std::string>();
    look(text);
    look(text + "?expand=1");
    look(text + "/flow");
  }
  for (const auto* list : k_lists) {
    look(std::string(list) + "?per_page=1000&access_role=collaborator&reusable=all");
  }
  return result;
}

std::string example(std::string_view value)
{
  return value.ends_with("N") ? std::string(value.substr(0, value.size() - 1)) + "3" : std::string(value);
}

} // namespace

TEST_CASE("the samples can be read at every position of every switch")
{
  LoggedIn bench;
  const auto labels = bench.post("/_sim/samples", json::object());
  CHECK(failures(bench, labels) == ""); // all of them at their defaults
  std::size_t position = 0;
  for (const auto& info : k_switches) {
    for (const auto& value : info.values) {
      if (value == info.default_value || !flowsync::testing::has_turn(position++)) {
        continue;
      }
      CAPTURE(info.name);
      CAPTURE(value);
      bench.flip(info.name, example(value));
      CHECK(failures(bench, labels) == "");
    }
    bench.flip(info.name, info.default_value);
  }
}

TEST_CASE("bodies that hold a number out of range are refused like other broken ones")
{
  LoggedIn bench;
  for (const auto* const body : {R"({"source_config": {"a": 1e999}})", R"({"name": -1e999})", R"({"name": )", "[1]"}) {
    CAPTURE(body);
    CHECK(bench.send("PUT", "/data_sources/6862", body).reply.status == 400);
    CHECK(bench.send("PUT", "/_sim/switches", body).reply.status == 400);
  }
}

TEST_CASE("brief forms inside of replies hold what the contract says")
{
  LoggedIn bench;
  const auto source = bench.get("/data_sets/10393").at("data_source");
  for (const auto* const key :
       {"id", "owner_id", "org_id", "name", "description", "status", "source_type", "connector", "vendor_id"}) {
    CAPTURE(key);
    CHECK(source.contains(key));
  }
  CHECK(source.at("connector").at("description") == "");
  bench.put("/projects/301", {{"data_flows", {{{"data_source_id", 6862}}}}});
  const auto project = bench.get("/projects/301");
  bench.put("/projects/301", {{"client_identifier", "sales"}, {"client_url", "https://sales.example.com"}});
  CHECK(bench.get("/projects/301").at("client_identifier") == "sales");
  REQUIRE(project.at("flows").size() == 1);
  CHECK(project.at("flows") == project.at("data_flows"));
  for (const auto* const key : {"id", "project_id", "data_source_id", "data_set_id", "created_at", "updated_at"}) {
    CAPTURE(key);
    CHECK(project.at("flows").at(0).contains(key));
  }
}

TEST_CASE("whatever is deleted or copied in whatever order, the rest can be read")
{
  for (const unsigned seed : {1U, 2U, 3U, 4U}) {
    CAPTURE(seed);
    std::mt19937 random(seed);
    LoggedIn bench;
    const auto labels = bench.post("/_sim/samples", json::object());
    for (const auto& info : k_switches) { // what decides the fate of others
      const bool fate = info.name.ends_with("_delete") || info.name.ends_with("_in_use") ||
                        info.name == "generated_source" || info.name == "maps_with_flow";
      if (fate) {
        const auto count = static_cast<std::size_t>(info.values.end() - info.values.begin());
        bench.flip(info.name, *(info.values.begin() + random() % count));
      }
    }
    std::vector<std::string> targets;
    for (const auto& [label, target] : labels.items()) {
      targets.push_back(target.get<std::string>());
    }
    std::shuffle(targets.begin(), targets.end(), random);
    for (const auto& target : targets) {
      const std::vector<std::pair<const char*, std::string>> steps{
          {"POST", target + "/copy"}, {"PUT", target + "/pause"}, {"DELETE", target}, {"DELETE", target + "/flow"}};
      for (const auto& step : steps) {
        const auto& method = step.first;
        const auto& path = step.second;
        if (random() % 4 != 0) {
          const auto outcome = bench.send(method, path, method == std::string("POST") ? "{}" : "");
          CHECK_MESSAGE(outcome.reply.status < 500, method, " ", path, " -> ", outcome.content);
        }
      }
    }
    CHECK(failures(bench, labels) == "");
  }
}
