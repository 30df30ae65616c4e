#include "forge/caller.hpp"

#include "base/json_depth.hpp"
#include "base/timestamp.hpp"
#include "base/utf8.hpp"
#include "http/retry.hpp"
#include "http/status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace flowsync::forge {

namespace {

using Kind = ForgeProblem::Kind;
namespace status = http::status;
using nlohmann::json;

constexpr Duration k_longest_wait = std::chrono::minutes{3}; // of one call

// A reply's body; a discarded value when it is no JSON, or nests beyond all reason.
json body_of(const http::Response& response)
{
  constexpr std::size_t k_deepest = 200;
  return nests_deeper(response.body, k_deepest) ? json(json::value_t::discarded)
                                                : json::parse(response.body, nullptr, false);
}

// What a forge says in its error: {"message": "…"}, {"message": {"note": ["…"]}}, {"error": "…"}.
std::string said(const http::Response& response)
{
  constexpr std::size_t k_longest = 300;
  const auto body = body_of(response);
  std::string text;
  for (const auto* const key : {"message", "error", "error_description"}) {
    const auto found = body.is_object() ? body.find(key) : body.end();
    if (found != body.end()) {
      text += " " + (found->is_string() ? found->get<std::string>()
                                        : found->dump(-1, ' ', true, json::error_handler_t::replace));
    }
  }
  return std::string(cut_to_bytes(text, k_longest));
}

// GitHub answers 429, or 403 with one of these headers; GitLab 429 (their pages on rate limits).
bool is_throttled(const http::Response& response)
{
  return response.status == status::k_too_many_requests ||
         (response.status == status::k_forbidden &&
          (response.header("retry-after") || response.header("x-ratelimit-remaining") == "0"));
}

// How long it asks to wait: by Retry-After, or until the second of its clock at which its counter starts anew.
std::optional<Duration> asked_wait(const http::Response& response, WallTime now)
{
  if (const auto header = response.header("retry-after")) {
    return http::parse_retry_after(*header, now);
  }
  const auto reset = response.header("x-ratelimit-reset").value_or(response.header("ratelimit-reset").value_or(""));
  std::int64_t second = 0;
  const auto read = std::from_chars(reset.data(), reset.data() + reset.size(), second);
  if (reset.empty() || read.ec != std::errc{}) {
    return std::nullopt;
  }
  constexpr std::int64_t k_latest = 4'000'000'000; // far beyond any wait; what is later cannot be counted in a clock
  const WallTime then{std::chrono::seconds{std::clamp(second, std::int64_t{0}, k_latest)}};
  return std::max(Duration{0}, std::chrono::duration_cast<Duration>(then - now));
}

Kind kind_of(int number)
{
  switch (number) {
  case status::k_unauthorized:
    return Kind::unauthorized;
  case status::k_forbidden:
    return Kind::forbidden;
  case status::k_not_found:
  case status::k_gone:
    return Kind::missing;
  default:
    return status::is_server_error(number) || number == status::k_too_many_requests ? Kind::unreachable
                                                                                    : Kind::rejected;
  }
}

std::string words_of(const http::Response& response)
{
  if (status::is_redirect(response.status)) {
    return fmt::format("{}: it wants to send the token elsewhere, which is not done", response.status);
  }
  return fmt::format("{}{}", response.status, said(response));
}

} // namespace

http::Request ForgeCaller::request(const std::string& method, const std::string& path, const json& body,
                                   bool at_host) const
{
  http::Request request;
  request.method = method;
  auto base = m_place.api.path;
  while (base.ends_with('/')) {
    base.pop_back();
  }
  request.url = m_place.api.origin() + (at_host ? "" : base) + path;
  request.headers = {{"Accept", "application/json"}, {"User-Agent", "flowsync"}};
  if (m_place.forge == ReviewPlace::Forge::github) {
    request.headers = {
        {"Accept", "application/vnd.github+json"}, {"X-GitHub-Api-Version", "2022-11-28"}, {"User-Agent", "flowsync"}};
  }
  request.authorization = Secret("Bearer " + m_place.token.reveal());
  if (!body.is_null()) {
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
  }
  return request;
}

Result<ForgeCaller::Answer, ForgeProblem> ForgeCaller::call(const std::string& method, const std::string& path,
                                                            const json& body, bool at_host)
{
  const bool repeatable = method != "POST";
  const auto what = fmt::format("{} {}", method, path.substr(0, path.find('?')));
  http::RetryPolicy policy;
  policy.all_waits = k_longest_wait;
  http::Backoff backoff(policy, http::system_random());
  for (;;) {
    const auto sent = m_transport.send(request(method, path, body, at_host), m_stop);
    ForgeProblem problem;
    std::optional<Duration> wait;
    if (!sent) {
      const auto& error = sent.error();
      using Sending = http::TransportError::Kind;
      problem.kind = error.kind == Sending::cancelled   ? Kind::cancelled
                     : error.kind == Sending::not_sent  ? Kind::unreachable
                     : error.kind == Sending::too_large ? Kind::rejected
                                                        : Kind::uncertain;
      problem.text = fmt::format("{}: {}", what, error.message);
      const bool again = error.kind == Sending::not_sent || (error.kind == Sending::uncertain && repeatable);
      wait = again ? backoff.after_failure() : std::nullopt;
    } else if (status::is_success(sent->status)) {
      const auto link = sent->header("link").value_or("");
      const auto next = sent->header("x-next-page").value_or("");
      return Answer{body_of(*sent), link.find("rel=\"next\"") != std::string::npos || !next.empty()};
    } else {
      problem.text = fmt::format("{}: {}", what, words_of(*sent));
      problem.kind = is_throttled(*sent) ? Kind::unreachable : kind_of(sent->status);
      if (is_throttled(*sent)) {
        wait = backoff.after_throttling(asked_wait(*sent, m_clock.now()));
      } else if (status::is_server_error(sent->status)) {
        problem.kind = repeatable ? Kind::unreachable : Kind::uncertain;
        wait = repeatable ? backoff.after_failure(asked_wait(*sent, m_clock.now())) : std::nullopt;
      }
    }
    if (!wait) {
      return problem;
    }
    if (m_waiting && *wait >= std::chrono::seconds{2}) {
      m_waiting(fmt::format("Waiting {}: {}", format_duration(*wait), problem.text));
    }
    if (!m_clock.sleep(*wait, m_stop)) {
      return ForgeProblem{Kind::cancelled, "interrupted"};
    }
  }
}

} // namespace flowsync::forge
