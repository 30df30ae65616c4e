#pragma once

#include "base/result.hpp"
#include "http/transport.hpp"
#include "http/url.hpp"
#include "state/problem.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace flowsync::state {

// How long a server gets, and how often it is asked.
struct WebTimes
{
  int tries = 3;
  Duration pause{500}; // after the first failure; it doubles
  Duration connect{10'000};
  Duration total{60'000};
};

// Why a request has no answer that says whether it was done.
struct Unanswered
{
  bool uncertain = false; // it may have been done
  Problem problem;
};

// Requests to the server where a state is shared, repeated while it does not answer.
class Web
{
public:
  // `place` is for messages.
  Web(std::string place, WebTimes times, http::Authorities authorities);

  enum class Repeat
  {
    always,      // doing it twice is the same as once
    if_not_done, // only when certainly nothing was done
  };
  // The answer, whatever it says; none of "not now" (429) or "I am broken" (5xx).
  Result<http::Response, Unanswered> send(http::Request request, Repeat repeat);

  // What an answer means that is none of those which the caller knows. `doing`: "could not be read".
  Problem refusal(const http::Response& response, const std::string& doing, const std::string& forbidden_hint) const;

  const std::string& place() const { return m_place; }

private:
  std::string m_place;
  WebTimes m_times;
  http::Authorities m_authorities;
  std::unique_ptr<http::Transport> m_transport; // made with the first request
};

// An address from the specs that requests, and `keys` with them, may go to: https, or http to this machine; no user
// name in it. A host must be allowed by the environment of the process when keys are sent: a change of the specs alone
// must not send them elsewhere. `key` of `state:` is for messages, `allowed_hosts` is the value of $FLOWSYNC_HOSTS.
std::optional<Problem> check_address(const std::string& address, const std::string& key, bool keys,
                                     const std::string& allowed_hosts);

} // namespace flowsync::state
