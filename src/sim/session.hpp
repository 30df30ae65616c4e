#pragma once

#include "sim/context.hpp"

#include <set>

namespace flowsync::sim {

// Logins and bearer tokens (API notes A2). A token says by itself whose it is and when it ends, so it outlives a
// restart.
class Sessions
{
public:
  Sessions(const People& people, std::uint64_t seed) : m_people(people), m_seed(seed) {}

  // POST /token, POST /token/logout and POST /token/refresh. Throws Refusal; 401 for an unknown key.
  Reply handle(const Context& context, const Request& request);

  // The user of "Bearer TOKEN". Throws Refusal 401 (AUTH_001 unknown, AUTH_003 expired).
  const User& authenticate(const std::string& authorization, std::int64_t now_ms) const;

  // From now on every token given out so far is refused.
  void expire_all() { ++m_generation; }

private:
  Reply open(const Context& context, const User& user);
  std::string make_token(Id user_id, std::int64_t ends_ms);
  std::string sign(const std::string& text) const;

  const People& m_people;
  std::uint64_t m_seed;
  std::uint64_t m_generation = 0;
  std::uint64_t m_serial = 0;
  std::set<std::string> m_closed;
};

// The token reply's description of a user, which /users/current gives as well.
nlohmann::json render_user(const Context& context, const User& user);

} // namespace flowsync::sim
