#include "nexla/session.hpp"

#include "nexla/decode.hpp"
#include "nexla/decode_value.hpp"

#include <algorithm>
#include <charconv>

namespace flowsync::nexla {

namespace {

using std::chrono::seconds;

const Call k_login{"POST", "/token", {}, std::nullopt, true, true};

// How long a token of this reply lives. Missing or senseless: a day, as other clients of this service assume.
seconds lifetime_of(const nlohmann::json& reply)
{
  constexpr seconds k_assumed{86'400};
  const auto found = reply.find("expires_in");
  const auto told = found != reply.end() ? decode_id(*found) : std::nullopt; // a whole number, perhaps as text
  return told ? std::min(seconds{*told}, k_assumed) : k_assumed;
}

// How long before its end a token is renewed: a tenth of its life, between one and five minutes; short-lived ones at
// half of it.
seconds margin_of(seconds lifetime)
{
  return std::min(std::clamp(lifetime / 10, seconds{60}, seconds{300}), lifetime / 2);
}

} // namespace

Session::Session(SessionKey key, Sender& sender, Clock& clock) : m_key(std::move(key)), m_sender(sender), m_clock(clock)
{
}

ApiResult<Token> Session::token(std::stop_token stop)
{
  if (m_key.kind == SessionKey::Kind::access_token) {
    return Token{Secret("Bearer " + m_key.value.reveal()), 1};
  }
  return newer_than(0, stop);
}

ApiResult<Token> Session::replace(const Token& refused, const ApiError& reason, std::stop_token stop)
{
  if (m_key.kind == SessionKey::Kind::access_token) {
    auto error = reason;
    error.message += "; the access token is not valid or has ended, and an access token cannot be renewed: copy a new "
                     "one, or use a service key";
    return error;
  }
  return newer_than(refused.login, stop);
}

std::optional<Identity> Session::identity()
{
  const std::lock_guard lock(m_mutex);
  return m_identity;
}

ApiResult<Token> Session::newer_than(std::uint64_t login, std::stop_token stop)
{
  std::unique_lock lock(m_mutex);
  for (;;) {
    if (m_token.login > login && m_clock.steady() < m_renew_at) {
      return m_token;
    }
    if (!m_busy) {
      break;
    }
    const auto seen = m_attempts;
    if (!m_changed.wait(lock, stop, [&] { return m_attempts != seen; })) {
      return Sender::failure(k_login, ApiError::Kind::cancelled, "interrupted");
    }
    if (m_failure) {
      return *m_failure; // for all who waited: a wrong key is not tried ten times
    }
  }
  m_busy = true;
  lock.unlock();
  auto result = log_in(stop);
  lock.lock();
  m_busy = false;
  ++m_attempts;
  m_failure = result.ok() ? std::nullopt : std::optional(result.error());
  m_changed.notify_all();
  return result;
}

ApiResult<Token> Session::log_in(std::stop_token stop)
{
  const auto begun = m_clock.steady();
  auto reply = m_sender.send(k_login, Secret("Basic " + m_key.value.reveal()), stop);
  if (!reply.ok()) {
    return std::move(reply.error());
  }
  const auto bearer = reply->body.is_object() ? text_of(reply->body, "access_token") : std::string{};
  if (bearer.empty()) {
    return Sender::failure(k_login, ApiError::Kind::malformed, "the reply holds no `access_token`");
  }
  const auto lifetime = lifetime_of(reply->body);
  const Secret secret(bearer);
  m_sender.redactor().add(secret);

  const std::lock_guard lock(m_mutex);
  m_token = {Secret("Bearer " + bearer), m_token.login + 1};
  m_renew_at = begun + lifetime - margin_of(lifetime);
  if (!m_identity) {
    m_identity = decode_identity(reply->body);
  }
  return m_token;
}

} // namespace flowsync::nexla
