#include "sim/server.hpp"

#include <doctest/doctest.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include <arpa/inet.h>
#include <atomic>
#include <chrono>
#include <thread>

using flowsync::sim::Options;
using flowsync::sim::Server;
using nlohmann::json;

namespace {

class Running
{
public:
  explicit Running(Options options = {}) : server(std::move(options))
  {
    server.start();
    const httplib::Headers headers{{"Authorization", "Basic sim-service-key"}};
    const auto reply = httplib::Client(server.url()).Post("/token", headers, "", "application/json");
    REQUIRE(reply);
    bearer = {{"Authorization", "Bearer " + json::parse(reply->body).at("access_token").get<std::string>()}};
  }

  void control(const char* path, const json& body)
  {
    httplib::Client client(server.url());
    const auto reply = std::string(path) == "/_sim/faults" ? client.Post(path, body.dump(), "application/json")
                                                           : client.Put(path, body.dump(), "application/json");
    REQUIRE(reply);
    REQUIRE(reply->status == 200);
  }

  Server server;
  httplib::Headers bearer;
};

// Sends text and nothing after it; what comes back first.
std::string exchange(const std::string& url, const std::string& text)
{
  const int port = std::stoi(url.substr(url.rfind(':') + 1));
  const int socket = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  REQUIRE(::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
  REQUIRE(::send(socket, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));
  ::shutdown(socket, SHUT_WR);
  std::string got(65536, '\0');
  const auto size = ::recv(socket, got.data(), got.size(), 0);
  got.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  ::close(socket);
  return got;
}

double seconds_since(std::chrono::steady_clock::time_point begin)
{
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

} // namespace

TEST_CASE("the server answers over HTTP on a port that the system chose, and keeps connections alive")
{
  Running running;
  CHECK(running.server.url().starts_with("http://127.0.0.1:"));
  httplib::Client client(running.server.url());
  client.set_keep_alive(true);
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 50; ++i) {
    const auto reply = client.Get("/data_sources/6862", running.bearer);
    REQUIRE(reply);
    CHECK(reply->status == 200);
    CHECK(reply->has_header("x-request-id"));
    CHECK(reply->has_header("Date"));
  }
  CHECK(seconds_since(begin) < 1.5); // a stall of 40 ms in each would take 2 s
}

TEST_CASE("a PUT or DELETE without a body and without Content-Length is answered at once")
{
  Running running;
  const auto authorization = running.bearer.begin()->second;
  const auto begin = std::chrono::steady_clock::now();
  const auto reply =
      exchange(running.server.url(),
               "PUT /data_sources/6862/pause HTTP/1.1\r\nHost: x\r\nAuthorization: " + authorization + "\r\n\r\n");
  CHECK(reply.starts_with("HTTP/1.1 200"));
  CHECK(exchange(running.server.url(), "DELETE /_sim/log HTTP/1.1\r\nHost: x\r\n\r\n").starts_with("HTTP/1.1 200"));
  CHECK(seconds_since(begin) < 3);
}

TEST_CASE("many connections with latency are served side by side")
{
  constexpr int k_connections = 40;
  constexpr double k_latency_s = 0.25;
  Options options;
  REQUIRE_FALSE(options.switches.set("latency_ms", "250").has_value());
  Running running(options);
  std::atomic<int> good = 0;
  const auto begin = std::chrono::steady_clock::now();
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < k_connections; ++i) {
      threads.emplace_back([&] {
        httplib::Client client(running.server.url());
        client.set_keep_alive(true);
        const auto reply = client.Get("/data_sinks", running.bearer);
        good += reply && reply->status == 200 ? 1 : 0;
      });
    }
  }
  CHECK(good == k_connections);
  CHECK(seconds_since(begin) <
        k_connections * k_latency_s / 2); // one after the other they wait twice as long, and more
}

TEST_CASE("a dropped reply is not a reply, a truncated one is short, and the effect is as the fault says")
{
  Running running;
  httplib::Client client(running.server.url());
  running.control("/_sim/faults", {{"method", "PUT"}, {"action", "drop_after"}});
  CHECK_FALSE(client.Put("/data_sources/6862/pause", running.bearer, "", "application/json"));
  const auto after = client.Get("/data_sources/6862", running.bearer);
  REQUIRE(after);
  CHECK(json::parse(after->body)["status"] == "PAUSED");
  running.control("/_sim/faults", {{"action", "truncate"}, {"bytes", 20}});
  const auto raw =
      exchange(running.server.url(),
               "GET /flows HTTP/1.1\r\nHost: x\r\nAuthorization: " + running.bearer.begin()->second + "\r\n\r\n");
  const auto body = raw.find("\r\n\r\n");
  REQUIRE(body != std::string::npos);
  CHECK(raw.size() - body - 4 == 20);
}

TEST_CASE("stopping does not wait for idle connections")
{
  Running running;
  httplib::Client client(running.server.url());
  client.set_keep_alive(true);
  REQUIRE(client.Get("/limits", running.bearer));
  const auto begin = std::chrono::steady_clock::now();
  running.server.stop();
  CHECK(seconds_since(begin) < 2);
  running.server.stop();
}

TEST_CASE("a port that is taken is an error that names it")
{
  Running running;
  Options options;
  const auto url = running.server.url();
  options.port = std::stoi(url.substr(url.rfind(':') + 1));
  Server second(options);
  CHECK_THROWS_WITH_AS(second.start(), doctest::Contains("cannot listen on 127.0.0.1"), std::runtime_error);
}

TEST_CASE("rubbish on the wire harms nobody")
{
  Running running;
  CHECK(exchange(running.server.url(), "nonsense\r\n\r\n").starts_with("HTTP/1.1 400"));
  exchange(running.server.url(), "POST /token HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n");
  httplib::Client client(running.server.url());
  CHECK(client.Get("/limits", running.bearer));
}
