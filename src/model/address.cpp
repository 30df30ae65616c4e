#include "model/address.hpp"

#include "base/natural_order.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace flowsync {

std::strong_ordering Address::operator<=>(const Address& other) const
{
  if (const auto by_flow = natural_order(flow, other.flow); std::is_neq(by_flow)) {
    return by_flow;
  }
  if (const auto by_kind = order_of(kind, other.kind); std::is_neq(by_kind)) {
    return by_kind;
  }
  return natural_order(key, other.key);
}

std::string Address::text() const
{
  const std::string word(kind_word(kind));
  switch (facts(kind).written) {
  case SpecPlace::once_in_flow:
    return flow + "/" + word;
  case SpecPlace::often_in_flow:
    return flow + "/" + word + "/" + key;
  case SpecPlace::own_document:
  case SpecPlace::in_environment:
    break;
  }
  return word + "/" + key;
}

std::optional<Address> Address::parse(std::string_view text)
{
  const auto parts = split(text, '/');
  if (parts.size() == 2) {
    const auto of_flow = parse_kind_word(parts[1]);
    if (of_flow && facts(*of_flow).written == SpecPlace::once_in_flow && is_flow_name(parts[0])) {
      return Address{*of_flow, std::string(parts[0]), ""};
    }
    const auto alone = parse_kind_word(parts[0]);
    return alone && !in_flow(*alone) && is_name(parts[1], k_longest_flow)
               ? std::optional(Address{*alone, "", std::string(parts[1])})
               : std::nullopt;
  }
  const auto part = parts.size() == 3 ? parse_kind_word(parts[1]) : std::nullopt;
  return part && facts(*part).written == SpecPlace::often_in_flow && is_name(parts[0], k_longest_flow) &&
                 is_name(parts[2], k_longest_key)
             ? std::optional(Address{*part, std::string(parts[0]), std::string(parts[2])})
             : std::nullopt;
}

bool is_name(std::string_view text, std::size_t longest)
{
  const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !text.empty() && text.size() <= longest && plain(text.front()) && plain(text.back()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return plain(c) || c == '-'; });
}

bool is_reserved_flow_name(std::string_view text)
{
  static constexpr std::array<std::string_view, 2> k_reserved{"flow", "env"};
  const auto kind = parse_kind_word(text);
  return (kind && !in_flow(*kind)) || std::find(k_reserved.begin(), k_reserved.end(), text) != k_reserved.end();
}

bool is_flow_name(std::string_view text)
{
  return is_name(text, k_longest_flow) && !is_reserved_flow_name(text);
}

} // namespace flowsync
