#pragma once

#include "model/kinds.hpp"

#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace flowsync {

// The name of one resource in specs, plans, marks and messages: "orders/source", "orders/nexset/clean",
// "orders/sink/warehouse", "lookup/regions", "transform/clean", "code/reader", "project/sales",
// "credential/warehouse".
struct Address
{
  ResourceKind kind = ResourceKind::source;
  std::string flow; // empty for what is not part of a flow
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
