#include "model/address.hpp"

#include "base/natural_order.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace flowsync {

namespace {

struct TypeNames
{
  ResourceType type;
  std::string_view name;
  std::string_view path;
};

constexpr std::array k_types{
    TypeNames{ResourceType::data_source, "data_source", "data_sources"},
    TypeNames{ResourceType::data_set, "data_set", "data_sets"},
    TypeNames{ResourceType::data_sink, "data_sink", "data_sinks"},
    TypeNames{ResourceType::data_map, "data_map", "data_maps"},
    TypeNames{ResourceType::transform, "transform", "transforms"},
    TypeNames{ResourceType::code_container, "code_container", "code_containers"},
    TypeNames{ResourceType::data_credential, "data_credential", "data_credentials"},
};

struct RoleNames
{
  Role role;
  std::string_view name;
  ResourceType type;
};

constexpr std::array k_roles{
    RoleNames{Role::source, "source", ResourceType::data_source},
    RoleNames{Role::nexset, "nexset", ResourceType::data_set},
    RoleNames{Role::sink, "sink", ResourceType::data_sink},
    RoleNames{Role::lookup, "lookup", ResourceType::data_map},
    RoleNames{Role::transform, "transform", ResourceType::transform},
    RoleNames{Role::code, "code", ResourceType::code_container},
    RoleNames{Role::credential, "credential", ResourceType::data_credential},
};

const TypeNames& names_of(ResourceType type)
{
  return *std::find_if(k_types.begin(), k_types.end(), [&](const auto& names) { return names.type == type; });
}

const RoleNames& names_of(Role role)
{
  return *std::find_if(k_roles.begin(), k_roles.end(), [&](const auto& names) { return names.role == role; });
}

} // namespace

std::string_view type_name(ResourceType type)
{
  return names_of(type).name;
}

std::string_view type_path(ResourceType type)
{
  return names_of(type).path;
}

std::optional<ResourceType> parse_type(std::string_view name)
{
  const auto* const found =
      std::find_if(k_types.begin(), k_types.end(), [&](const auto& names) { return names.name == name; });
  return found != k_types.end() ? std::optional(found->type) : std::nullopt;
}

std::string_view role_name(Role role)
{
  return names_of(role).name;
}

ResourceType type_of(Role role)
{
  return names_of(role).type;
}

bool has_status(ResourceType type)
{
  return type <= ResourceType::data_sink;
}

std::strong_ordering Address::operator<=>(const Address& other) const
{
  if (const auto by_flow = natural_order(flow, other.flow); std::is_neq(by_flow)) {
    return by_flow;
  }
  if (const auto by_role = role <=> other.role; std::is_neq(by_role)) {
    return by_role;
  }
  return natural_order(key, other.key);
}

std::string Address::text() const
{
  const std::string word(role_name(role));
  switch (role) {
  case Role::source:
    return flow + "/source";
  case Role::nexset:
  case Role::sink:
    return flow + "/" + word + "/" + key;
  default:
    return word + "/" + key;
  }
}

std::optional<Address> Address::parse(std::string_view text)
{
  const auto parts = split(text, '/');
  if (parts.size() == 2 && parts[1] == "source" && !is_reserved_flow_name(parts[0]) &&
      is_name(parts[0], k_longest_flow)) {
    return Address{Role::source, std::string(parts[0]), ""};
  }
  for (const auto& names : k_roles) {
    if (parts.size() == 3 && parts[1] == names.name && (names.role == Role::nexset || names.role == Role::sink) &&
        is_name(parts[0], k_longest_flow) && is_name(parts[2], k_longest_key)) {
      return Address{names.role, std::string(parts[0]), std::string(parts[2])};
    }
    if (parts.size() == 2 && parts[0] == names.name && names.role > Role::sink && is_name(parts[1], k_longest_flow)) {
      return Address{names.role, "", std::string(parts[1])};
    }
  }
  return std::nullopt;
}

bool is_name(std::string_view text, std::size_t longest)
{
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !text.empty() && text.size() <= longest && plain(text.front()) && plain(text.back()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return plain(c) || c == '-'; });
}

bool is_reserved_flow_name(std::string_view text)
{
  static constexpr std::array<std::string_view, 7> k_reserved{"lookup",     "transform", "code", "project",
                                                              "credential", "flow",      "env"};
  return std::find(k_reserved.begin(), k_reserved.end(), text) != k_reserved.end();
}

bool is_flow_name(std::string_view text)
{
  return is_name(text, k_longest_flow) && !is_reserved_flow_name(text);
}

} // namespace flowsync
