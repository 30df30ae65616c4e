#include "sim/bench_sim.hpp"

using namespace flowsync::sim;
using nlohmann::json;

TEST_CASE("the documents of a nexset are replaced as a whole, and go away with it")
{
  LoggedIn bench;
  const auto set = path("data_sets", bench.derived(10393));
  CHECK(bench.get(set + "/docs") == json::array());
  const auto first = bench.post(
      set + "/docs", {{"docs",
                       {{{"name", "Overview"}, {"text", "# Orders"}, {"doc_type", "md"}, {"description", "What it is"}},
                        {{"name", "Owners"}, {"text", ""}}}}});
  CHECK(first == bench.get(set + "/docs"));
  CHECK(first.size() == 2);
  CHECK(first.at(0).at("text") == "# Orders");
  CHECK(first.at(0).at("description") == "What it is");
  CHECK(first.at(1).at("doc_type") == "md");
  CHECK(first.at(1).at("owner").at("id") == 42);
  const auto second = bench.post(set + "/docs", {{"docs", {{{"name", "Other"}, {"text", "x"}}}}});
  CHECK(second.size() == 1);
  CHECK(second.at(0).at("id") != first.at(0).at("id"));
  for (const auto& wrong :
       {json::object(), json{{"docs", {{{"name", "No text"}}}}}, json{{"docs", {7}}},
        json{{"docs", {{{"name", "Own"}, {"text", ""}, {"owner", 3}}}}}, json{{"docs", {{{"text", "no name"}}}}}}) {
    CAPTURE(wrong.dump());
    bench.refused(400, "POST", set + "/docs", wrong);
    CHECK(bench.get(set + "/docs") == second);
  }
  bench.call(404, "PUT", set + "/docs", {{"docs", json::array()}});
  bench.call(404, "GET", "/data_sources/6862/docs");
  bench.call(404, "GET", "/doc_containers");
  bench.call(200, "DELETE", set);
  CHECK(bench.get("/_sim/dump").at("doc_containers").empty());
}

TEST_CASE("documents are read by whoever may read the nexset, and written by those who may change it")
{
  LoggedIn bench;
  bench.post("/data_sets/10393/docs", {{"docs", {{{"name", "A"}, {"text", "B"}}}}});
  bench.log_in("sim-service-key-2");
  bench.refused(403, "GET", "/data_sets/10393/docs");
  bench.log_in();
  bench.put("/data_sets/10393/accessors",
            {{"accessors", {{{"type", "USER"}, {"id", 43}, {"access_roles", {"operator"}}}}}});
  bench.log_in("sim-service-key-2");
  CHECK(bench.get("/data_sets/10393/docs").size() == 1);
  bench.refused(403, "POST", "/data_sets/10393/docs", {{"docs", json::array()}});
}
