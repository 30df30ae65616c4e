#include "view/field_tree.hpp"

#include "base/text.hpp"

#include <optional>
#include <string>

namespace flowsync::view {

namespace {

using nlohmann::json;

constexpr std::size_t k_longest_list = 10'000; // a larger number is a key, not a place in a list

std::string unescape(std::string_view segment)
{
  std::string text;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    if (segment[i] == '~' && i + 1 < segment.size()) {
      text += segment[++i] == '1' ? '/' : '~';
    } else {
      text += segment[i];
    }
  }
  return text;
}

std::optional<std::size_t> list_index(const std::string& segment)
{
  if (segment.empty() || segment.size() > 5 || segment.find_first_not_of("0123456789") != std::string::npos ||
      (segment.size() > 1 && segment[0] == '0')) {
    return std::nullopt;
  }
  const auto index = static_cast<std::size_t>(std::stoul(segment));
  return index <= k_longest_list ? std::optional(index) : std::nullopt;
}

} // namespace

void put_at(json& tree, std::string_view path, json value)
{
  json* at = &tree;
  for (const auto part : split(path.substr(path.empty() ? 0 : 1), '/')) {
    const auto segment = unescape(part);
    const auto index = list_index(segment);
    if (index && (at->is_array() || at->is_null())) {
      at = &(*at)[*index];
    } else {
      if (!at->is_object()) {
        *at = json::object();
      }
      at = &(*at)[segment];
    }
  }
  *at = std::move(value);
}

} // namespace flowsync::view
