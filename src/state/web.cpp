#include "state/web.hpp"

#include "base/printable.hpp"
#include "base/utf8.hpp"
#include "http/retry.hpp"
#include "http/status.hpp"

#include <fmt/format.h>

namespace flowsync::state {

namespace {

namespace status = http::status;

bool says_something(int number)
{
  return number == status::k_not_implemented ||
         (number != status::k_too_many_requests && !status::is_server_error(number));
}

// What a server says of a request that it refuses, as far as it is short text.
std::string words_of(const http::Response& response)
{
  constexpr std::size_t k_most = 200;
  const auto text = printable(cut_to_bytes(response.body, k_most));
  return text.empty() || text.front() == '<' ? fmt::format("the server answered {}", response.status)
                                             : fmt::format("the server answered {}: {}", response.status, text);
}

} // namespace

Web::Web(std::string place, WebTimes times, http::Authorities authorities)
    : m_place(std::move(place)),
      m_times(times),
      m_authorities(std::move(authorities))
{
}

Result<http::Response, Unanswered> Web::send(http::Request request, Repeat repeat)
{
  if (!m_transport) {
    m_transport = http::make_transport(m_authorities);
  }
  request.connect_timeout = m_times.connect;
  request.total_timeout = m_times.total;
  http::RetryPolicy policy;
  policy.tries = m_times.tries;
  policy.first = m_times.pause;
  http::Backoff backoff(policy, http::system_random());
  SystemClock clock;
  for (;;) {
    auto answer = m_transport->send(request, {});
    if (answer && says_something(answer->status)) {
      return std::move(answer).value();
    }
    const bool not_done = answer ? answer->status == status::k_too_many_requests
                                 : answer.error().kind == http::TransportError::Kind::not_sent;
    const auto wait = not_done || repeat == Repeat::always ? backoff.after_failure() : std::nullopt;
    if (!wait) {
      return Unanswered{!not_done,
                        {Problem::Kind::unreachable,
                         fmt::format("the state in {} could not be reached: {}", m_place,
                                     answer ? words_of(*answer) : printable(answer.error().message)),
                         "run the command again"}};
    }
    clock.sleep(*wait, {});
  }
}

Problem Web::refusal(const http::Response& response, const std::string& doing, const std::string& forbidden_hint) const
{
  const auto text = fmt::format("the state in {} {}: {}", m_place, doing, words_of(response));
  switch (response.status) {
  case status::k_unauthorized:
  case status::k_forbidden:
    return {Problem::Kind::forbidden, text, forbidden_hint};
  case status::k_moved_permanently:
  case status::k_found:
  case status::k_temporary_redirect:
  case status::k_permanent_redirect:
    return {Problem::Kind::unreadable, text,
            fmt::format("it sends everybody to {}: correct the address under `state:`",
                        printable(response.header("location").value_or("another address")))};
  case status::k_content_too_large:
    return {Problem::Kind::unreadable, text, "it does not take an object of this size: raise its limit"};
  default:
    return {Problem::Kind::unreadable, text, "correct `state:` in the environment"};
  }
}

std::optional<Problem> check_address(const std::string& address, const std::string& key, bool keys,
                                     const std::string& allowed_hosts)
{
  const auto wrong = [&](const std::string& text, const std::string& hint, Problem::Kind kind) {
    return Problem{kind, fmt::format("`state.{}` {}", key, text), hint};
  };
  const auto url = http::parse_url(address);
  if (!url) { // not shown: what is not an address may well hold a password
    return wrong("is not an address", "write it as https://HOST/PATH", Problem::Kind::unreadable);
  }
  if (url->user_info) {
    return wrong("holds a user name or password", "remove everything before the @", Problem::Kind::unreadable);
  }
  if (http::is_loopback(url->host)) {
    return std::nullopt;
  }
  if (url->scheme != "https") {
    return wrong(fmt::format("sends the state to {} unencrypted", printable(url->host)),
                 "write https:// instead of http://", Problem::Kind::unreadable);
  }
  if (keys && !http::is_listed_host(url->host, allowed_hosts)) {
    return wrong(fmt::format("names {}, which is not a host that keys may be sent to", printable(url->host)),
                 fmt::format("if it is yours, set FLOWSYNC_HOSTS={} in the environment of this program (several hosts "
                             "are separated by commas)",
                             printable(url->host)),
                 Problem::Kind::forbidden);
  }
  return std::nullopt;
}

} // namespace flowsync::state
