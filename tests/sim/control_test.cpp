#include "sim/bench_sim.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace flowsync::sim;
using nlohmann::json;

TEST_CASE("every default is a value that its switch takes, and nothing else is")
{
  for (const auto& info : k_switches) {
    CAPTURE(info.name);
    Switches switches;
    const auto row = static_cast<std::size_t>(&info - k_switches);
    CHECK(switches.values().at(row) == info.default_value);
    CHECK_FALSE(switches.set(info.name, std::string(info.default_value)).has_value());
    for (const auto& value : info.values) {
      std::string example(value);
      if (example.ends_with("N")) {
        example.replace(example.size() - 1, 1, "12");
      }
      CHECK_FALSE(switches.set(info.name, example).has_value());
      CHECK(switches.values().at(row) == example);
    }
    CHECK(switches.set(info.name, "no such value").has_value());
    CHECK_FALSE(info.source.empty());
  }
  CHECK(Switches().set("no_such_switch", "on").has_value());
}

TEST_CASE("every row of the notes on what is uncertain has a switch, but for what the service does not look at")
{
  std::set<std::string> rows;
  for (const auto& info : k_switches) {
    rows.insert(std::string(info.source));
  }
  for (int row = 1; row <= 38; ++row) {
    if (row != 34) { // the names of S3 keys: configurations pass untouched
      CHECK_MESSAGE(rows.contains("G" + std::to_string(row)), "no switch for row ", row);
    }
  }
}

TEST_CASE("the page about the simulator lists every switch as it is")
{
  std::ifstream in(FLOWSYNC_SOURCE_DIR "/docs/simulator.md");
  std::stringstream page;
  page << in.rdbuf();
  std::string expected = "| Switch | Values (default first) | What it does | Notes |\n|---|---|---|---|\n";
  for (const auto& info : k_switches) {
    expected += fmt::format("| `{}` | `{}`", info.name, info.default_value);
    for (const auto& value : info.values) {
      if (value != info.default_value) {
        expected += fmt::format(" `{}`", value);
      }
    }
    expected += fmt::format(" | {} | {} |\n", info.summary, info.source);
  }
  INFO("the table should read:\n", expected);
  CHECK(page.str().find(expected + "\n") != std::string::npos);
}

TEST_CASE("switches are read and set together or not at all")
{
  Bench bench;
  CHECK(bench.get("/_sim/switches")["page_size"] == "20");
  CHECK(bench.put("/_sim/switches", {{"page_size", 3}, {"config_in_lists", "on"}})["page_size"] == "3");
  bench.refused(400, "PUT", "/_sim/switches", {{"page_size", "4"}, {"create_status", "999"}});
  CHECK(bench.get("/_sim/switches")["page_size"] == "3");
}

TEST_CASE("the log holds methods, paths, statuses and bodies, never tokens")
{
  LoggedIn bench;
  bench.put("/data_sources/6862", {{"name", "X"}});
  const auto log = bench.get("/_sim/log");
  CHECK(log["total"] == 2);
  CHECK(log["mutating"] == 1);
  const auto& entry = log["entries"].at(1);
  CHECK(entry["method"] == "PUT");
  CHECK(entry["path"] == "/data_sources/6862");
  CHECK(entry["request"] == json{{"name", "X"}});
  CHECK(entry["reply"]["name"] == "X");
  CHECK(entry["status"] == 200);
  CHECK(log.dump().find(bench.authorization.substr(7)) == std::string::npos);
  CHECK(log.dump().find("sim-service-key") == std::string::npos);
  bench.call(200, "DELETE", "/_sim/log");
  CHECK(bench.get("/_sim/log")["entries"].empty());
}

TEST_CASE("an edit as in the UI changes any field and moves updated_at")
{
  LoggedIn bench;
  const auto before = bench.get("/data_sources/6862");
  bench.clock.advance(flowsync::Duration(3));
  bench.call(200, "PATCH", "/_sim/resources/data_sources/6862",
             {{"description", nullptr}, {"source_config", {{"path", "elsewhere"}, {"advanced_settings", nullptr}}}});
  const auto after = bench.get("/data_sources/6862");
  CHECK(after["description"].is_null());
  CHECK(after["source_config"] == json{{"path", "elsewhere"}, {"start.cron", "0 0 * * * ? *"}});
  CHECK(after["updated_at"] > before["updated_at"]);
  bench.call(200, "PATCH", "/_sim/resources/data_sets/10398", {{"transform", {{"transforms", json::array()}}}});
  CHECK(bench.get("/data_sets/10398")["transform"] == json{{"transforms", json::array()}});
  const auto transform = bench.post("/transforms", {{"name", "T"},
                                                    {"output_type", "record"},
                                                    {"reusable", true},
                                                    {"code_type", "jolt_standard"},
                                                    {"code_encoding", "none"},
                                                    {"code", json::array()}})["id"];
  bench.call(200, "PATCH", "/_sim/resources/data_sets/10398", {{"transform_id", transform}});
  CHECK(bench.get("/data_sets/10398")["transform_id"] == transform);
  CHECK(bench.get("/code_containers").size() == 2);
  bench.call(200, "PATCH", "/_sim/resources/data_sources/6862", {{"code_container", {{"code", "print(1)"}}}});
  CHECK(bench.get("/data_sources/6862")["code_container_id"].is_number());
  bench.call(200, "PATCH", "/_sim/resources/data_sets/10410", {{"parent_data_set_id", 10393}});
  CHECK(bench.get("/data_sets/10410")["parent_data_sets"].at(0)["id"] == 10393);
  bench.call(404, "PATCH", "/_sim/resources/data_sets/1", {{"parent_data_set_id", 10393}});
  bench.call(400, "PATCH", "/_sim/resources/data_sets/10410", {{"parent_data_set_id", 1}});
  bench.call(200, "PATCH", "/_sim/resources/data_sinks/6513", {{"status", "PAUSED"}, {"owner_id", 43}});
  bench.refused(403, "GET", "/data_sinks/6513");
  bench.call(400, "PATCH", "/_sim/resources/data_sinks/6513", {{"status", 5}});
  bench.call(404, "PATCH", "/_sim/resources/data_sinks/1", {{"status", "PAUSED"}});
}

TEST_CASE("a fault answers with a status, from the n-th match on and as often as asked")
{
  LoggedIn bench;
  bench.fault(
      {{"method", "GET"}, {"path", "^/data_sinks"}, {"nth", 2}, {"times", 2}, {"action", "status"}, {"status", 503}});
  bench.get("/data_sinks");
  bench.get("/data_sources");
  bench.call(503, "GET", "/data_sinks");
  bench.call(503, "GET", "/data_sinks/6513");
  bench.get("/data_sinks");
  bench.fault({{"action", "status"}, {"status", 429}, {"retry_after", 7}, {"times", 0}});
  CHECK(header(bench.send("GET", "/flows").reply, "Retry-After") == "7");
  bench.call(429, "GET", "/flows");
  bench.call(200, "DELETE", "/_sim/faults");
  bench.get("/flows");
}

TEST_CASE("a fault drops the connection before the effect, after it, or lets it happen later")
{
  LoggedIn bench;
  const auto name = [&] { return bench.get("/data_sources/6862")["name"]; };
  bench.fault({{"method", "PUT"}, {"action", "drop_before"}});
  CHECK(bench.send("PUT", "/data_sources/6862", R"({"name": "A"})").drop);
  CHECK(name() == "Orders");
  bench.fault({{"method", "PUT"}, {"action", "drop_after"}});
  CHECK(bench.send("PUT", "/data_sources/6862", R"({"name": "B"})").drop);
  CHECK(name() == "B");
  bench.fault({{"method", "PUT"}, {"action", "drop_then_effect"}, {"delay_ms", 100}});
  const auto outcome = bench.send("PUT", "/data_sources/6862", R"({"name": "C"})");
  CHECK(outcome.drop);
  CHECK(name() == "B");
  outcome.after();
  CHECK(name() == "C");
  CHECK(bench.get("/_sim/log")["entries"].dump().find("dropped after the effect") != std::string::npos);
}

TEST_CASE("a fault truncates, answers HTML, forgets, expires tokens or waits")
{
  LoggedIn bench;
  bench.fault({{"action", "truncate"}, {"bytes", 10}});
  CHECK(bench.send("GET", "/flows").truncate == 10);
  bench.fault({{"action", "html"}, {"status", 502}});
  const auto page = bench.send("PUT", "/data_sources/6862", R"({"name": "A"})");
  CHECK(page.reply.status == 502);
  CHECK(page.reply.content_type == "text/html");
  bench.fault({{"action", "no_persist"}, {"method", "PUT"}});
  CHECK(bench.put("/data_sources/6862", {{"name", "A"}})["name"] == "A");
  CHECK(bench.get("/data_sources/6862")["name"] == "Orders");
  bench.fault({{"action", "latency"}, {"delay_ms", 250}});
  const auto before = bench.clock.now();
  bench.get("/flows");
  CHECK(bench.clock.now() - before == flowsync::Duration(250));
  bench.fault({{"action", "expire_tokens"}});
  CHECK(bench.send("GET", "/flows").reply.status == 401);
}

TEST_CASE("a fault kills at the n-th write, before or after its effect")
{
  LoggedIn bench;
  bench.fault({{"mutating", true}, {"nth", 2}, {"action", "kill_after"}});
  bench.put("/data_sources/6862", {{"name", "A"}});
  bench.log_in();
  bench.get("/data_sources");
  CHECK(bench.kills == 0);
  bench.put("/data_sources/6862", {{"name", "B"}});
  CHECK(bench.kills == 1);
}

TEST_CASE("faults that do not exist are refused")
{
  Bench bench;
  bench.refused(400, "POST", "/_sim/faults", {{"action", "explode"}});
  bench.refused(400, "POST", "/_sim/faults", {{"action", "status"}, {"colour", "red"}});
  bench.refused(400, "POST", "/_sim/faults", {{"action", "status"}, {"path", "("}});
  bench.refused(400, "POST", "/_sim/faults", {{"action", "status"}, {"status", 99}});
  bench.refused(404, "GET", "/_sim/nonsense");
}

TEST_CASE("random faults follow from their seed, whatever order requests come in")
{
  const auto statuses = [](int seed, bool backwards) {
    Bench bench;
    bench.log_in();
    bench.fault({{"action", "random"}, {"probability", 0.3}, {"seed", seed}, {"times", 0}, {"path", "^/data_s"}});
    std::map<std::string, std::string> seen;
    for (int i = 0; i < 100; ++i) {
      const auto path = "/data_sinks/" + std::to_string(backwards ? 99 - i : i);
      bench.log_in(); // a fault may have ended the session
      bench.log_in(); // tokens may have been made to expire by the request before
      const auto outcome = bench.send("GET", path);
      seen[path] =
          std::to_string(outcome.reply.status) + (outcome.drop ? " dropped" : "") + (outcome.truncate ? " cut" : "");
    }
    return seen;
  };
  const auto once = statuses(1, false);
  CHECK(once == statuses(1, true));
  CHECK(once != statuses(2, false));
  const auto struck = std::count_if(once.begin(), once.end(), [](const auto& seen) { return seen.second != "404"; });
  CHECK(struck > 10);
  CHECK(struck < 50);
}

TEST_CASE("a probability outside of 0 to 1 is refused")
{
  LoggedIn bench;
  bench.refused(400, "POST", "/_sim/faults", {{"action", "random"}, {"probability", 1.5}});
  bench.refused(400, "POST", "/_sim/faults", {{"action", "random"}, {"probability", "often"}});
}

TEST_CASE("a watcher is told of requests before and after their effect and may close the connection")
{
  std::vector<std::string> seen;
  EngineOptions options;
  options.watcher = [&](const Request& request, Moment moment) {
    if (request.method != "PUT") {
      return true;
    }
    seen.push_back(moment == Moment::before_effect ? "before" : "after");
    return request.body.find("no effect") == std::string::npos && moment == Moment::before_effect;
  };
  LoggedIn bench(options);
  CHECK(bench.send("PUT", "/data_sources/6862", R"({"name": "no effect"})").drop);
  CHECK(bench.get("/data_sources/6862")["name"] == "Orders");
  CHECK(bench.send("PUT", "/data_sources/6862", R"({"name": "effect"})").drop);
  CHECK(bench.get("/data_sources/6862")["name"] == "effect");
  CHECK(seen == std::vector<std::string>{"before", "before", "after"});
}

TEST_CASE("a detection that was not kept comes again")
{
  LoggedIn bench;
  const auto path = "/data_sources/" + std::to_string(bench.source());
  bench.put(path + "/activate");
  bench.get(path);
  bench.fault({{"method", "GET"}, {"action", "no_persist"}});
  bench.get(path);
  CHECK(bench.get("/_sim/dump")["data_sets"].size() == 3); // those of the demo account
  bench.get(path);
  bench.get(path);
  CHECK(bench.get(path)["data_sets"].size() == 1);
}
