#pragma once

#include "nexla/session.hpp"

namespace flowsync::nexla {

// Calls of the API within a session. A 401 leads to one renewal of the token and one replay. Thread safe.
class Caller
{
public:
  Caller(const ClientOptions& options, http::Transport& transport, Clock& clock);

  ApiResult<Reply> call(const Call& call, std::stop_token stop);

  // Opens the session and says who it belongs to.
  ApiResult<Identity> identify(std::stop_token stop);

  const Sender& sender() const { return m_sender; }

private:
  Sender m_sender;
  Session m_session;
};

} // namespace flowsync::nexla
