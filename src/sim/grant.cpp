#include "sim/grant.hpp"

#include <array>

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr std::array<std::string_view, 5> k_role_names{"none", "collaborator", "operator", "admin", "owner"};
constexpr std::array<std::string_view, 3> k_grantee_names{"USER", "TEAM", "ORG"};

template <typename Enum, std::size_t N>
std::optional<Enum> find_word(const std::array<std::string_view, N>& words, std::string_view word, std::size_t first)
{
  for (std::size_t i = first; i < N; ++i) {
    if (words[i] == word) {
      return static_cast<Enum>(i);
    }
  }
  return std::nullopt;
}

} // namespace

std::string_view role_name(Role role)
{
  return k_role_names[static_cast<std::size_t>(role)];
}

std::optional<Role> parse_role(std::string_view name)
{
  return find_word<Role>(k_role_names, name, 1);
}

std::string_view grantee_name(Grantee grantee)
{
  return k_grantee_names[static_cast<std::size_t>(grantee)];
}

std::optional<Grantee> parse_grantee(std::string_view name)
{
  return find_word<Grantee>(k_grantee_names, name, 0);
}

json grants_to_record(const std::vector<Grant>& grants)
{
  json records = json::array();
  for (const auto& grant : grants) {
    json roles = json::array();
    for (const auto role : grant.roles) {
      roles.push_back(role_name(role));
    }
    records.push_back({{"to", grantee_name(grant.to)},
                       {"id", grant.id},
                       {"roles", std::move(roles)},
                       {"created", grant.created_ms},
                       {"updated", grant.updated_ms}});
  }
  return records;
}

std::vector<Grant> grants_from_record(const json& records)
{
  std::vector<Grant> grants;
  for (const auto& record : records) {
    Grant grant;
    if (record.is_array()) {
      grant.id = record.at(0).get<Id>();
      grant.roles = {parse_role(record.at(1).get<std::string>()).value_or(Role::none)};
      grants.push_back(std::move(grant));
      continue;
    }
    grant.to = parse_grantee(record.at("to").get<std::string>()).value_or(Grantee::user);
    grant.id = record.at("id").get<Id>();
    grant.created_ms = record.at("created").get<std::int64_t>();
    grant.updated_ms = record.at("updated").get<std::int64_t>();
    for (const auto& role : record.at("roles")) {
      grant.roles.push_back(parse_role(role.get<std::string>()).value_or(Role::none));
    }
    grants.push_back(std::move(grant));
  }
  return grants;
}

} // namespace flowsync::sim
