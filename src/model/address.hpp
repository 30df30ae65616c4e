#pragma once

#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace flowsync {

// The words of specs and addresses.
enum class Role
{
  source,
  nexset,
  sink,
  lookup,
  transform,
  code,
  credential
};

// The resource types of the API.
enum class ResourceType
{
  data_source,
  data_set,
  data_sink,
  data_map,
  transform,
  code_container,
  data_credential
};

// "data_source", "data_set", ... as in JSON plans.
std::string_view type_name(ResourceType type);
// "data_sources", "data_sets", ... as in request paths.
std::string_view type_path(ResourceType type);
std::optional<ResourceType> parse_type(std::string_view name);
std::string_view role_name(Role role);
ResourceType type_of(Role role);
// Whether resources of this type are activated and paused; lookups, transforms and code are just there.
bool has_status(ResourceType type);

// The name of one resource in specs, plans, marks and messages: "orders/source", "orders/nexset/clean",
// "orders/sink/warehouse", "lookup/regions", "transform/clean", "code/reader", "credential/warehouse".
struct Address
{
  Role role = Role::source;
  std::string flow; // empty for lookup, transform, code and credential
  std::string key;  // empty for source

  std::string text() const;
  static std::optional<Address> parse(std::string_view text);

  bool operator==(const Address&) const = default;
  // By flow, then from source to sink, so that what belongs together stands together; names as natural_order() has
  // them.
  std::strong_ordering operator<=>(const Address& other) const;
};

// Names and keys: [a-z0-9]([a-z0-9-]*[a-z0-9])?, at most `longest` characters.
bool is_name(std::string_view text, std::size_t longest);
inline constexpr std::size_t k_longest_project = 32;
inline constexpr std::size_t k_longest_environment = 24;
inline constexpr std::size_t k_longest_flow = 64;
inline constexpr std::size_t k_longest_key = 48;
// Words that addresses use themselves and no flow may be called.
bool is_reserved_flow_name(std::string_view text);
// Whether a text names a flow, as `orders` does; no address of a resource does.
bool is_flow_name(std::string_view text);

} // namespace flowsync

template <>
struct std::hash<flowsync::Address>
{
  std::size_t operator()(const flowsync::Address& address) const { return std::hash<std::string>{}(address.text()); }
};
