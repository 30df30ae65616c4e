#include "sim/switches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace flowsync::sim {

namespace {

std::optional<std::int64_t> whole_number(std::string_view text)
{
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) {
    return std::nullopt;
  }
  return value;
}

const std::unordered_map<std::string_view, std::size_t>& positions()
{
  static const auto result = [] {
    std::unordered_map<std::string_view, std::size_t> map;
    const auto& table = switch_table();
    for (std::size_t i = 0; i < table.size(); ++i) {
      map.emplace(table[i].name, i);
    }
    return map;
  }();
  return result;
}

bool accepts(const std::string& pattern, const std::string& value)
{
  if (pattern == "N") {
    return whole_number(value).has_value();
  }
  if (pattern.size() > 2 && pattern.ends_with(":N")) {
    const auto prefix = pattern.substr(0, pattern.size() - 1);
    return value.starts_with(prefix) && whole_number(std::string_view(value).substr(prefix.size()));
  }
  return pattern == value;
}

} // namespace

Switches::Switches()
{
  for (const auto& info : switch_table()) {
    m_values.push_back(info.default_value);
  }
}

std::optional<std::string> Switches::set(const std::string& name, const std::string& value)
{
  const auto found = positions().find(name);
  if (found == positions().end()) {
    return fmt::format("there is no switch named '{}'", name);
  }
  const auto& info = switch_table()[found->second];
  const auto fits = [&](const std::string& pattern) { return accepts(pattern, value); };
  if (std::none_of(info.values.begin(), info.values.end(), fits)) {
    return fmt::format("switch '{}' is one of {}, not '{}'", name, fmt::join(info.values, ", "), value);
  }
  m_values[found->second] = value;
  return std::nullopt;
}

const std::string& Switches::get(std::string_view name) const
{
  const auto found = positions().find(name);
  if (found == positions().end()) {
    throw std::out_of_range(fmt::format("there is no switch named '{}'", name));
  }
  return m_values[found->second];
}

std::int64_t Switches::number(std::string_view name) const
{
  const std::string_view value = get(name);
  const auto colon = value.rfind(':');
  return whole_number(colon == std::string_view::npos ? value : value.substr(colon + 1)).value_or(0);
}

} // namespace flowsync::sim
