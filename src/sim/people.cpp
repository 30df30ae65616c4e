#include "sim/people.hpp"

#include <algorithm>

namespace flowsync::sim {

People::People(std::string service_key)
    : m_orgs{{7, "Demo Organisation", "example.com"}, {8, "Other Organisation", "example.org"}},
      m_users{{42, "Demo User", "demo@example.com", 7},      {43, "Second User", "second@example.com", 7},
              {44, "Data Team", "data-team@example.com", 7}, {45, "Finance Analyst", "finance@example.com", 7},
              {46, "On Call", "on-call@example.com", 7},     {51, "Other User", "other@example.org", 8}},
      m_teams{{601, "data", "Builds the flows", 42, 7, {{42, true}, {44, false}}},
              {602, "finance", "Reads the figures", 45, 7, {{45, true}, {43, false}}},
              {603, "other", "", 51, 8, {{51, true}}}},
      m_keys{{std::move(service_key), 42}, {"sim-service-key-2", 43}, {"sim-service-key-other-org", 51}}
{
}

const User* People::by_key(std::string_view key) const
{
  for (const auto& [known, id] : m_keys) {
    if (!key.empty() && known == key) {
      return user(id);
    }
  }
  return nullptr;
}

const User* People::user(Id id) const
{
  const auto found = std::find_if(m_users.begin(), m_users.end(), [&](const User& user) { return user.id == id; });
  return found == m_users.end() ? nullptr : &*found;
}

const Team* People::team(Id id) const
{
  const auto found = std::find_if(m_teams.begin(), m_teams.end(), [&](const Team& team) { return team.id == id; });
  return found == m_teams.end() ? nullptr : &*found;
}

const Org* People::org(Id id) const
{
  const auto found = std::find_if(m_orgs.begin(), m_orgs.end(), [&](const Org& org) { return org.id == id; });
  return found == m_orgs.end() ? nullptr : &*found;
}

} // namespace flowsync::sim
