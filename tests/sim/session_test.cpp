#include "sim/bench_sim.hpp"

using namespace flowsync::sim;
using nlohmann::json;

TEST_CASE("a known service key opens a session, an unknown one gets 401 with an empty body")
{
  Bench bench;
  bench.authorization = "Basic wrong";
  auto refused = bench.send("POST", "/token");
  CHECK(refused.reply.status == 401);
  CHECK(refused.content.empty());
  CHECK(!header(refused.reply, "x-request-id").empty());
  CHECK(!header(refused.reply, "Date").empty());

  bench.authorization = "Basic sim-service-key";
  const auto token = bench.call(200, "POST", "/token");
  CHECK(token["token_type"] == "Bearer");
  CHECK(token["expires_in"] == 3600);
  CHECK(token["user"]["id"] == 42);
  CHECK(token["org"]["id"] == 7);
  CHECK(token["org_membership"].contains("is_admin?"));
}

TEST_CASE("keys belong to several users and organisations")
{
  Bench bench;
  bench.log_in("sim-service-key-2");
  CHECK(bench.get("/users/current")["id"] == 43);
  bench.log_in("sim-service-key-other-org");
  CHECK(bench.get("/users/current")["org"]["id"] == 8);
  CHECK(bench.get("/data_sources").empty());
}

TEST_CASE("nothing is served without a valid bearer")
{
  Bench bench;
  CHECK(bench.send("GET", "/data_sources").reply.status == 401);
  bench.log_in();
  const auto good = bench.authorization;
  bench.authorization.back() = good.back() == '0' ? '1' : '0';
  CHECK(bench.send("GET", "/data_sources").reply.status == 401);
}

TEST_CASE("a bearer ends after token_ttl seconds")
{
  Bench bench;
  bench.flip("token_ttl", "60");
  bench.log_in();
  bench.clock.advance(std::chrono::seconds(59));
  bench.get("/users/current");
  bench.clock.advance(std::chrono::seconds(2));
  CHECK(bench.send("GET", "/users/current").reply.status == 401);
}

TEST_CASE("logging out, and expiring all tokens, ends sessions")
{
  Bench bench;
  bench.log_in();
  bench.call(200, "POST", "/token/logout");
  CHECK(bench.send("GET", "/users/current").reply.status == 401);
  bench.log_in();
  bench.call(200, "DELETE", "/_sim/tokens");
  CHECK(bench.send("GET", "/users/current").reply.status == 401);
}

TEST_CASE("refreshing a token exists only when switched on")
{
  Bench bench;
  bench.log_in();
  bench.refused(404, "POST", "/token/refresh");
  bench.flip("token_refresh", "on");
  bench.call(200, "POST", "/token/refresh");
}

TEST_CASE("errors come in the shape that was chosen")
{
  LoggedIn bench;
  const auto guide = bench.call(404, "GET", "/data_sources/1");
  for (const auto* key : {"error", "error_description", "timestamp", "request_id", "details"}) {
    CHECK(guide.contains(key));
  }
  bench.flip("error_shape", "sdk");
  CHECK(bench.call(404, "GET", "/data_sources/1").contains("message"));
  bench.flip("error_shape", "status");
  CHECK(bench.call(404, "GET", "/data_sources/1")["status"] == 404);
  bench.flip("error_shape", "empty");
  CHECK(bench.send("GET", "/data_sources/1").content.empty());
  bench.flip("error_shape", "html");
  CHECK(bench.send("GET", "/data_sources/1").reply.content_type == "text/html");
}

TEST_CASE("a throttled user gets 429 with Retry-After, and is served a second later")
{
  LoggedIn bench;
  bench.flip("throttle_rps", "2");
  bench.get("/users/current");
  bench.get("/users/current");
  const auto refused = bench.send("GET", "/users/current");
  CHECK(refused.reply.status == 429);
  CHECK(header(refused.reply, "Retry-After") == "1");
  bench.clock.advance(std::chrono::seconds(1));
  bench.get("/users/current");
}

TEST_CASE("bodies that are not JSON objects, or nested without end, are refused and harm nobody")
{
  LoggedIn bench;
  for (const std::string body : {"{", "[1]", "nonsense", "\"text\"", "{\"a\":\"\xff\"}"}) {
    CHECK(bench.send("POST", "/data_sources", body).reply.status == 400);
  }
  CHECK(bench.send("POST", "/data_sources", "{\"a\":" + std::string(100000, '[')).reply.status == 400);
  CHECK(bench.send("POST", "/data_sources", "{\"a\":" + std::string(5000, '[') + std::string(5000, ']') + "}")
            .reply.status == 400);
}

TEST_CASE("resources of others are forbidden, unknown ones and unknown paths are not found")
{
  LoggedIn bench;
  bench.refused(404, "GET", "/data_sources/999999");
  bench.refused(404, "GET", "/nonsense");
  bench.refused(404, "GET", "/data_sources/abc");
  bench.refused(403, "GET", "/data_credentials/6038");
  bench.get("/data_credentials/6037"); // shared with the caller as collaborator
  bench.refused(403, "PUT", "/data_credentials/6037", {{"name", "Mine"}});
  bench.log_in("sim-service-key-2");
  bench.refused(403, "PUT", "/data_sources/6862/pause");
}
