#include "nexla/caller.hpp"

#include "nexla/decode.hpp"

namespace flowsync::nexla {

Caller::Caller(const ClientOptions& options, http::Transport& transport, Clock& clock)
    : m_sender(options, transport, clock),
      m_session(options.key, m_sender, clock)
{
}

ApiResult<Reply> Caller::call(const Call& call, std::stop_token stop)
{
  const auto token = m_session.token(stop);
  if (!token.ok()) {
    return token.error();
  }
  auto reply = m_sender.send(call, token->bearer, stop);
  if (reply.ok() || reply.error().kind != ApiError::Kind::unauthorized) {
    return reply;
  }
  // Not done, whatever it was: the service refused to look at it.
  const auto fresh = m_session.replace(*token, reply.error(), stop);
  if (!fresh.ok()) {
    return fresh.error();
  }
  return m_sender.send(call, fresh->bearer, stop);
}

ApiResult<Identity> Caller::identify(std::stop_token stop)
{
  const auto token = m_session.token(stop);
  if (!token.ok()) {
    return token.error();
  }
  const auto told = m_session.identity();
  if (told && told->org_id) {
    return *told;
  }
  const auto call = Call::get("/users/current");
  const auto reply = this->call(call, stop);
  if (!reply.ok()) {
    return reply.error();
  }
  if (const auto identity = decode_identity(reply->body)) {
    return *identity;
  }
  return Sender::failure(call, ApiError::Kind::malformed, "the reply names no user");
}

} // namespace flowsync::nexla
