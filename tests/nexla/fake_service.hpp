#pragma once

#include "http/transport.hpp"
#include "nexla/client.hpp"
#include "support/fake_clock.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace flowsync::nexla {

using Outcome = Result<http::Response, http::TransportError>;

inline Outcome reply(int status, const std::string& body, http::Headers headers = {})
{
  http::Response response;
  response.status = status;
  response.headers = std::move(headers);
  response.body = body;
  return response;
}

inline Outcome reply(const nlohmann::json& body, http::Headers headers = {})
{
  return reply(200, body.dump(), std::move(headers));
}

inline Outcome lost(http::TransportError::Kind kind, const std::string& message = "Connection reset by peer")
{
  return http::TransportError{kind, message};
}

// A request as the service sees it.
struct Seen
{
  std::string method;
  std::string path; // below the base, with the query
  std::string authorization;
  std::string body;
  http::Headers headers;

  std::string line() const { return method + " " + path; }
};

// Stands in for the network: every request goes to `answer`, outside any lock, and is written down. POST /token is
// answered by itself, with tokens "token-1", "token-2", ..., unless `logs_in` is false.
class FakeService final : public http::Transport
{
public:
  using Answer = std::function<Outcome(const Seen&)>;

  explicit FakeService(Answer answer) : m_answer(std::move(answer)) {}

  Outcome send(const http::Request& request, std::stop_token) override
  {
    Seen seen{request.method, request.url, request.authorization.reveal(), request.body, request.headers};
    if (seen.path.starts_with(k_base)) {
      seen.path.erase(0, std::string(k_base).size());
    }
    int login = 0;
    {
      const std::lock_guard lock(m_mutex);
      m_log.push_back(seen);
      login = seen.path == "/token" && logs_in ? ++m_logins : 0;
    }
    if (login > 0) {
      return reply({{"access_token", "token-" + std::to_string(login)},
                    {"token_type", "Bearer"},
                    {"expires_in", expires_in},
                    {"user", {{"id", 42}, {"full_name", "Ada"}}},
                    {"org", {{"id", 7}, {"name", "Acme"}}}});
    }
    return m_answer(seen);
  }

  // What was asked for, without logins.
  std::vector<std::string> lines()
  {
    const std::lock_guard lock(m_mutex);
    std::vector<std::string> result;
    for (const auto& seen : m_log) {
      if (seen.path != "/token") {
        result.push_back(seen.line());
      }
    }
    return result;
  }
  std::vector<Seen> log()
  {
    const std::lock_guard lock(m_mutex);
    return m_log;
  }
  int logins()
  {
    const std::lock_guard lock(m_mutex);
    return m_logins;
  }

  bool logs_in = true;
  int expires_in = 3600;

  static constexpr const char* k_base = "https://dataops.nexla.io/nexla-api";
  static constexpr const char* k_key = "service-key-0123456789";

  // Options for an Api over this service.
  static ClientOptions options()
  {
    return {.url = TrustedUrl::check(k_base, "").value(),
            .key = {SessionKey::Kind::service_key, Secret(k_key)},
            .trace = {},
            .random = [] { return 0.5; }};
  }

private:
  Answer m_answer;
  std::mutex m_mutex;
  std::vector<Seen> m_log;
  int m_logins = 0;
};

// The Api over a FakeService, with the clock standing still.
struct TestClient
{
  FakeService service;
  FakeClock clock;
  std::unique_ptr<Api> api;

  explicit TestClient(FakeService::Answer answer, ClientOptions options = FakeService::options())
      : service(std::move(answer)),
        api(make_api(std::move(options), service, clock))
  {
  }
  Api* operator->() { return api.get(); }
};

} // namespace flowsync::nexla
