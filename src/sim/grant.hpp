#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace flowsync::sim {

using Id = std::int64_t; // 0 is "none"

// What a user other than the owner may do with a resource (API notes A7).
enum class Role
{
  none,
  collaborator,
  operate,
  admin,
  owner
};
std::string_view role_name(Role role);
std::optional<Role> parse_role(std::string_view name);

// Whom access is given to (API notes B10).
enum class Grantee
{
  user,
  team,
  org
};
// "USER", "TEAM", "ORG".
std::string_view grantee_name(Grantee grantee);
std::optional<Grantee> parse_grantee(std::string_view name);

// Access of one user, team or organisation to one resource.
struct Grant
{
  Grantee to = Grantee::user;
  Id id = 0;
  std::vector<Role> roles; // in ascending order, each once
  std::int64_t created_ms = 0;
  std::int64_t updated_ms = 0;

  // The highest of its roles; none without one.
  Role most() const { return roles.empty() ? Role::none : roles.back(); }
  bool operator==(const Grant&) const = default;
};

// The form in the data file. Reading also takes the form of older files, [user id, role]; throws
// nlohmann::json::exception for a record that no version wrote.
nlohmann::json grants_to_record(const std::vector<Grant>& grants);
std::vector<Grant> grants_from_record(const nlohmann::json& records);

} // namespace flowsync::sim
