#include "http/raw_server.hpp"
#include "http/transport.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using namespace flowsync;
using namespace flowsync::http;

namespace {

using Kind = TransportError::Kind;

Request request_to(const std::string& method, const std::string& url, const std::string& body = {})
{
  Request request;
  request.method = method;
  request.url = url;
  request.body = body;
  request.total_timeout = Duration{5000};
  return request;
}

// Answers every request of every connection with 200 and the request itself.
void echo(RawConnection& connection, int)
{
  for (auto request = connection.read_request(); !request.empty(); request = connection.read_request()) {
    connection.answer(200, request, "X-Twice: a\r\nX-Twice: b\r\n");
  }
}

} // namespace

TEST_CASE("a request arrives as it was given and the answer comes back whole")
{
  RawServer server(echo);
  const auto transport = make_transport();
  auto request = request_to("PUT", server.url() + "/data_sinks/1?x=y", R"({"a": 1})");
  request.headers = {{"Accept", "application/json"}, {"Content-Type", "application/json"}};
  request.authorization = Secret("Bearer abc");
  const auto response = transport->send(request, {});
  REQUIRE(response.ok());
  CHECK(response->status == 200);
  CHECK(response->header("x-twice") == "b");
  CHECK(!response->header("x-other"));
  CHECK(response->body.starts_with("PUT /data_sinks/1?x=y HTTP/1.1\r\n"));
  CHECK(response->body.find("Authorization: Bearer abc\r\n") != std::string::npos);
  CHECK(response->body.find("Content-Type: application/json\r\n") != std::string::npos);
  CHECK(response->body.find("Content-Length: 8\r\n") != std::string::npos);
  CHECK(response->body.find("Expect") == std::string::npos);
  CHECK(response->body.ends_with("\r\n\r\n{\"a\": 1}"));
}

TEST_CASE("writes without a body say so, and reads have no length")
{
  RawServer server(echo);
  const auto transport = make_transport();
  const auto post = transport->send(request_to("POST", server.url() + "/token"), {});
  REQUIRE(post.ok());
  CHECK(post->body.find("Content-Length: 0\r\n") != std::string::npos);
  CHECK(post->body.find("Content-Type") == std::string::npos);
  const auto remove = transport->send(request_to("DELETE", server.url() + "/x"), {});
  REQUIRE(remove.ok());
  CHECK(remove->body.starts_with("DELETE /x HTTP/1.1\r\n"));
  CHECK(remove->body.find("Content-Length") == std::string::npos);
}

TEST_CASE("connections are kept and shared by many callers")
{
  RawServer server(echo);
  const auto transport = make_transport();
  std::atomic<int> good{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&, i] {
      for (int n = 0; n < 10; ++n) {
        const auto path = "/" + std::to_string(i) + "-" + std::to_string(n) + " ";
        const auto response = transport->send(request_to("GET", server.url() + path.substr(0, path.size() - 1)), {});
        good += response.ok() && response->body.find(path) != std::string::npos ? 1 : 0;
      }
    });
  }
  for (auto& caller : callers) {
    caller.join();
  }
  CHECK(good == 80);
  CHECK(server.connections() <= 16);
}

TEST_CASE("what never reached a server counts as not sent")
{
  const auto transport = make_transport();
  std::string closed;
  {
    RawServer server(echo);
    closed = server.url();
  }
  const auto refused = transport->send(request_to("POST", closed, "{}"), {});
  REQUIRE(!refused.ok());
  CHECK(refused.error().kind == Kind::not_sent);
  CHECK(!refused.error().message.empty());

  const auto unknown = transport->send(request_to("GET", "http://no-such-host.invalid/"), {});
  REQUIRE(!unknown.ok());
  CHECK(unknown.error().kind == Kind::not_sent);

  RawServer plain([](RawConnection& connection, int) { connection.read_request(); });
  auto tls = request_to("POST", "https" + plain.url().substr(4), "{}");
  tls.total_timeout = Duration{300};
  const auto handshake = transport->send(tls, {});
  REQUIRE(!handshake.ok());
  CHECK(handshake.error().kind == Kind::not_sent);

  auto injected = request_to("GET", plain.url());
  injected.authorization = Secret("Basic a\r\nX-Evil: 1");
  const auto header = transport->send(injected, {});
  REQUIRE(!header.ok());
  CHECK(header.error().kind == Kind::not_sent);
}

TEST_CASE("a request whose answer is missing or cut short is uncertain")
{
  const auto transport = make_transport();
  SUBCASE("closed without an answer")
  {
    RawServer server([](RawConnection& connection, int) { connection.read_request(); });
    const auto result = transport->send(request_to("POST", server.url(), "{}"), {});
    REQUIRE(!result.ok());
    CHECK(result.error().kind == Kind::uncertain);
  }
  SUBCASE("body shorter than its length")
  {
    RawServer server([](RawConnection& connection, int) {
      connection.read_request();
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\": 1");
    });
    const auto result = transport->send(request_to("POST", server.url(), "{}"), {});
    REQUIRE(!result.ok());
    CHECK(result.error().kind == Kind::uncertain);
  }
  SUBCASE("chunk missing")
  {
    RawServer server([](RawConnection& connection, int) {
      connection.read_request();
      connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n");
    });
    const auto result = transport->send(request_to("PUT", server.url(), "{}"), {});
    REQUIRE(!result.ok());
    CHECK(result.error().kind == Kind::uncertain);
  }
  SUBCASE("no answer in time")
  {
    RawServer server([](RawConnection& connection, int) {
      connection.read_request();
      connection.read_request();
    });
    auto request = request_to("POST", server.url(), "{}");
    request.total_timeout = Duration{100};
    const auto result = transport->send(request, {});
    REQUIRE(!result.ok());
    CHECK(result.error().kind == Kind::uncertain);
  }
}

TEST_CASE("a POST, or what is to be sent once, is never sent again when its kept connection dies")
{
  for (const std::string method : {"POST", "PUT"}) {
    CAPTURE(method);
    std::atomic<int> writes{0};
    std::atomic<int> on_connection{0};
    RawServer server([&](RawConnection& connection, int nth) {
      for (auto request = connection.read_request(); !request.empty(); request = connection.read_request()) {
        if (request.starts_with(method)) {
          ++writes;
          on_connection = nth;
          return; // closes: the request was read, and perhaps carried out
        }
        connection.answer(200, "{}");
      }
    });
    const auto transport = make_transport();
    REQUIRE(transport->send(request_to("GET", server.url()), {}).ok());
    auto write = request_to(method, server.url(), R"({"name": "x"})");
    write.once = method == "PUT";
    const auto result = transport->send(write, {});
    REQUIRE(!result.ok());
    CHECK(result.error().kind == Kind::uncertain);
    CHECK(writes == 1);
    CHECK(on_connection == 1); // it really was the kept connection, where libcurl would repeat by itself
  }
}

TEST_CASE("an answer that is too long is given up")
{
  RawServer server([](RawConnection& connection, int) {
    connection.read_request();
    connection.answer(200, std::string(5000, 'x'));
  });
  const auto transport = make_transport();
  auto request = request_to("GET", server.url());
  request.largest_body = 1000;
  const auto result = transport->send(request, {});
  REQUIRE(!result.ok());
  CHECK(result.error().kind == Kind::too_large);
}

TEST_CASE("of an answer that announces too much nothing is kept, and an endless one ends early")
{
  SUBCASE("announced")
  {
    RawServer server([](RawConnection& connection, int) {
      connection.read_request();
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\nxx");
    });
    const auto result = make_transport()->send(request_to("GET", server.url()), {});
    REQUIRE(!result.ok());
    CHECK(result.error().kind == Kind::too_large);
  }
  SUBCASE("endless")
  {
    std::atomic<std::size_t> sent{0};
    RawServer server([&](RawConnection& connection, int) {
      connection.read_request();
      connection.write("HTTP/1.1 200 OK\r\n\r\n");
      const std::string part(1U << 20U, 'x');
      while (connection.write(part)) {
        sent += part.size();
      }
    });
    const auto result = make_transport()->send(request_to("GET", server.url()), {});
    REQUIRE(!result.ok());
    CHECK(result.error().kind == Kind::too_large);
    CHECK(sent < std::size_t{100} << 20U);
  }
}

TEST_CASE("a redirect is an answer like any other")
{
  RawServer server([](RawConnection& connection, int) {
    connection.read_request();
    connection.answer(302, "", "Location: http://127.0.0.1:1/elsewhere\r\n");
  });
  const auto transport = make_transport();
  const auto response = transport->send(request_to("GET", server.url()), {});
  REQUIRE(response.ok());
  CHECK(response->status == 302);
  CHECK(response->header("location") == "http://127.0.0.1:1/elsewhere");
}

TEST_CASE("stopping ends a request that waits for its answer")
{
  std::stop_source stop;
  RawServer server([&](RawConnection& connection, int) {
    connection.read_request();
    stop.request_stop();
    connection.read_request();
  });
  const auto transport = make_transport();
  const auto result = transport->send(request_to("GET", server.url()), stop.get_token());
  REQUIRE(!result.ok());
  CHECK(result.error().kind == Kind::cancelled);
}

TEST_CASE("the proxy variables do not count for loopback")
{
  RawServer server(echo);
  setenv("http_proxy", "http://127.0.0.1:1", 1);
  const auto transport = make_transport();
  const auto response = transport->send(request_to("GET", server.url()), {});
  unsetenv("http_proxy");
  CHECK(response.ok());
}
