#pragma once

#include "sim/object.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace flowsync::sim {

struct Org
{
  Id id = 0;
  std::string name;
  std::string email_domain;
};

struct User
{
  Id id = 0;
  std::string full_name;
  std::string email;
  Id org_id = 0;
};

// Who may log in. Service keys are a simulator's: they protect nothing.
class People
{
public:
  // Users 42 and 43 in organisation 7, user 51 in organisation 8. `service_key` belongs to user 42; the keys of the
  // others are "sim-service-key-2" and "sim-service-key-other-org".
  explicit People(std::string service_key);

  // The user of a key, or null.
  const User* by_key(std::string_view key) const;
  // By id; null for an unknown one.
  const User* user(Id id) const;
  const Org* org(Id id) const;
  const std::vector<User>& users() const { return m_users; }

private:
  std::vector<Org> m_orgs;
  std::vector<User> m_users;
  std::vector<std::pair<std::string, Id>> m_keys;
};

} // namespace flowsync::sim
