#include "sim/switches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

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

bool accepts(std::string_view pattern, std::string_view value)
{
  if (pattern == "N") {
    return whole_number(value).has_value();
  }
  if (pattern.size() > 2 && pattern.ends_with(":N")) {
    const auto prefix = pattern.substr(0, pattern.size() - 1);
    return value.starts_with(prefix) && whole_number(value.substr(prefix.size()));
  }
  return pattern == value;
}

} // namespace

Switches::Switches()
{
  for (const auto& info : k_switches) {
    m_values.emplace_back(info.default_value);
  }
}

std::optional<std::string> Switches::set(std::string_view name, const std::string& value)
{
  const auto* const info = std::find_if(std::begin(k_switches), std::end(k_switches),
                                        [&](const SwitchInfo& row) { return row.name == name; });
  if (info == std::end(k_switches)) {
    return fmt::format("there is no switch named '{}'", name);
  }
  const auto fits = [&](std::string_view pattern) { return accepts(pattern, value); };
  if (std::none_of(info->values.begin(), info->values.end(), fits)) {
    return fmt::format("switch '{}' is one of {}, not '{}'", name, fmt::join(info->values, ", "), value);
  }
  m_values[static_cast<std::size_t>(info - std::begin(k_switches))] = value;
  return std::nullopt;
}

std::int64_t Switches::number_of(std::string_view value)
{
  const auto colon = value.rfind(':');
  return whole_number(colon == std::string_view::npos ? value : value.substr(colon + 1)).value_or(0);
}

} // namespace flowsync::sim
