#pragma once

#include "nexla/sender.hpp"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>

namespace flowsync::nexla {

// A bearer token, and which login it came from.
struct Token
{
  Secret bearer;
  std::uint64_t login = 0;
};

// The session of all workers (API notes A2): logs in when the first token is needed, again one to five minutes before
// it ends, and when the service says it is no longer valid. One worker logs in while the others wait for its outcome,
// good or bad. Thread safe.
class Session
{
public:
  Session(SessionKey key, Sender& sender, Clock& clock);

  // A token to use now.
  ApiResult<Token> token(std::stop_token stop);
  // A newer token than `refused`, which got a 401: the login is repeated only if no other worker did it since.
  // An access token cannot be renewed: `reason` with advice.
  ApiResult<Token> replace(const Token& refused, const ApiError& reason, std::stop_token stop);

  // Who the login said this is; nothing for access tokens or when it did not say.
  std::optional<Identity> identity();

private:
  ApiResult<Token> newer_than(std::uint64_t login, std::stop_token stop);
  ApiResult<Token> log_in(std::stop_token stop);

  const SessionKey m_key;
  Sender& m_sender;
  Clock& m_clock;

  std::mutex m_mutex;
  std::condition_variable_any m_changed;
  bool m_busy = false;          // a worker is logging in
  std::uint64_t m_attempts = 0; // logins that ended, well or not
  Token m_token;                // login 0 = none yet
  std::chrono::steady_clock::time_point m_renew_at;
  std::optional<ApiError> m_failure; // of the last login
  std::optional<Identity> m_identity;
};

} // namespace flowsync::nexla
