#include "sim/bench_sim.hpp"

using namespace flowsync::sim;
using nlohmann::json;

TEST_CASE("users and teams of the caller's organisation are listed and read")
{
  LoggedIn bench;
  const auto users = bench.get("/users");
  CHECK(users.size() == 5);
  CHECK(users.at(2).at("email") == "data-team@example.com");
  for (const auto& user : users) {
    CHECK(user == bench.get(path("users", user.at("id"))));
    CHECK(user.at("status") == "ACTIVE");
    CHECK(user.at("default_org").at("id") == 7);
    CHECK_FALSE(user.contains("account_summary"));
  }
  CHECK(bench.get("/users?expand=1").at(0).at("account_summary").at("data_sinks").at("counts").at("total") == 2);
  CHECK(bench.get("/users?page=2&per_page=3").size() == 2);
  const auto teams = bench.get("/teams");
  CHECK(teams.size() == 2);
  CHECK(teams.at(0).at("name") == "data");
  CHECK(teams.at(0).at("member") == true);
  CHECK(teams.at(1).at("member") == false);
  CHECK(bench.get("/teams/601") == teams.at(0));
  CHECK(bench.get("/teams/601/members") == teams.at(0).at("members"));
  bench.call(404, "GET", "/users/51");
  bench.call(404, "GET", "/teams/603");
  bench.call(404, "POST", "/teams", {{"name", "x"}});
}

TEST_CASE("the current user says more than a name, and people may be hidden from a key")
{
  LoggedIn bench;
  const auto me = bench.get("/users/current");
  CHECK(me.at("status") == "ACTIVE");
  CHECK(me.at("account_locked") == false);
  CHECK(me.at("created_at") == "2025-01-01T00:00:00.000Z");
  CHECK(me.contains("updated_at"));
  bench.flip("people", "refused");
  bench.refused(403, "GET", "/users");
  bench.refused(403, "GET", "/teams/601");
  CHECK(bench.get("/users/current") == me);
}
