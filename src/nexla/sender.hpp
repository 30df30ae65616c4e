#pragma once

#include "http/rate_limiter.hpp"
#include "http/transport.hpp"
#include "model/quick_json.hpp"
#include "nexla/api.hpp"
#include "nexla/options.hpp"
#include "nexla/redact.hpp"

#include <nlohmann/json.hpp>

#include <atomic>
#include <optional>
#include <stop_token>
#include <string>

namespace flowsync::nexla {

// One call of the API.
struct Call
{
  std::string method;
  std::string path;                // below the base URL; its parts are percent-encoded already
  std::string query;               // without '?'
  std::optional<std::string> body; // JSON
  // Whether doing it twice is the same as doing it once. What is not is repeated only if it certainly was not done.
  bool repeatable = true;
  // Whether `stop` may cut it off while it is under way. Writes are always finished, so that their outcome is known.
  bool interruptible = false;
  // What of a good reply is read; without one all of it.
  Sieve sieve{};

  static Call get(std::string path, std::string query = {}, Sieve sieve = {});
};

// A reply of the 2xx kind.
struct Reply
{
  nlohmann::json body;              // null when it was empty
  std::optional<std::size_t> total; // X-Total-Count, or `meta.totalCount`'s header twin
  std::string request_id;
};

// Sends calls with a given authorization and makes Reply or ApiError of what comes back: repeats, waits, the shared
// request budget, redirects, error envelopes. Knows nothing of sessions: a 401 is an error here. Thread safe.
class Sender
{
public:
  Sender(const ClientOptions& options, http::Transport& transport, Clock& clock);

  ApiResult<Reply> send(const Call& call, const Secret& authorization, std::stop_token stop);

  // An error of this call that no answer stands behind.
  static ApiError failure(const Call& call, ApiError::Kind kind, std::string message);

  Redactor& redactor() { return m_redactor; }
  std::size_t requests() const { return m_requests; }
  WallTime server_time() const { return WallTime{WallTime::duration{m_server_time.load()}}; }

private:
  // One failed try, and what the server said about when to come back.
  struct Failure
  {
    ApiError error;
    bool repeat = false;
    std::optional<Duration> retry_after;
  };

  Result<Reply, Failure> attempt(const Call& call, const Secret& authorization, int nth, std::stop_token stop);
  Result<http::Response, Failure> transmit(const Call& call, const std::string& url, const Secret& authorization,
                                           int nth, std::stop_token stop);
  Result<Reply, Failure> judge(const Call& call, const http::Response& response) const;
  Failure refused_reply(const Call& call, int status, const http::Response& response, const nlohmann::json* body) const;
  // Where the redirect leads, if it may be followed.
  Result<std::string, Failure> redirect(const Call& call, const std::string& from,
                                        const http::Response& response) const;
  Failure from_transport(const Call& call, const http::TransportError& error) const;
  void note_time(const http::Response& response);

  const ClientOptions m_options;
  http::Transport& m_transport;
  Clock& m_clock;
  http::RateLimiter m_limiter;
  Redactor m_redactor;
  std::atomic<std::size_t> m_requests{0};
  std::atomic<WallTime::rep> m_server_time{0};
};

} // namespace flowsync::nexla
