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

struct Member
{
  Id user_id = 0;
  bool admin = false;
};

struct Team
{
  Id id = 0;
  std::string name;
  std::string description;
  Id owner_id = 0;
  Id org_id = 0;
  std::vector<Member> members;
};

// Who may log in, and whom access can be given to. Service keys are a simulator's: they protect nothing.
class People
{
public:
  // Users 42 and 43 in organisation 7, user 51 in organisation 8, and some without a key. `service_key` belongs to user
  // 42; the keys of the others are "sim-service-key-2" and "sim-service-key-other-org".
  explicit People(std::string service_key);

  // The user of a key, or null.
  const User* by_key(std::string_view key) const;
  // By id; null for an unknown one.
  const User* user(Id id) const;
  const Org* org(Id id) const;
  const std::vector<Org>& orgs() const { return m_orgs; }
  const std::vector<User>& users() const { return m_users; }
  const Team* team(Id id) const;
  const std::vector<Team>& teams() const { return m_teams; }
  // When all of them joined, in milliseconds since 1970.
  static std::int64_t since_ms() { return 1'735'689'600'000; }

private:
  std::vector<Org> m_orgs;
  std::vector<User> m_users;
  std::vector<Team> m_teams;
  std::vector<std::pair<std::string, Id>> m_keys;
};

} // namespace flowsync::sim
