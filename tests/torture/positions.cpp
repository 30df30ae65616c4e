#include "positions.hpp"

#include "sim/switches.hpp"

#include <random>
#include <stdexcept>

namespace flowsync::torture {

namespace {

// A value for a switch whose values are "N" or "word:N".
std::string concrete(std::string_view name, std::string_view value)
{
  if (value == "N") {
    return name == "token_ttl"                           ? "2"
           : name == "throttle_rps"                      ? "50"
           : name == "name_max"                          ? "255"
           : name.find("page") != std::string_view::npos ? "3"
                                                         : "1";
  }
  const auto colon = value.find(":N");
  return colon == std::string_view::npos ? std::string(value) : std::string(value.substr(0, colon)) + ":400";
}

} // namespace

std::vector<Position> single_positions()
{
  std::vector<Position> positions;
  for (const auto& info : sim::k_switches) {
    for (const auto& value : info.values) {
      const auto chosen = concrete(info.name, value);
      if (chosen != info.default_value) {
        positions.push_back({{std::string(info.name), chosen}});
      }
    }
  }
  return positions;
}

Position random_position(std::uint64_t seed)
{
  constexpr std::uint64_t k_fewest = 2;
  constexpr std::uint64_t k_most = 12;
  std::mt19937_64 random(seed);
  const auto singles = single_positions();
  const auto wanted = k_fewest + random() % (k_most - k_fewest + 1);
  Position position;
  while (position.size() < wanted) {
    position.insert(*singles[random() % singles.size()].begin());
  }
  return position;
}

std::vector<Position> random_positions(std::size_t count, std::uint64_t seed)
{
  std::vector<Position> positions;
  for (std::size_t i = 0; i < count; ++i) {
    positions.push_back(random_position(seed + i));
  }
  return positions;
}

std::string position_text(const Position& position)
{
  std::string text;
  for (const auto& [name, value] : position) {
    text += (text.empty() ? "" : " ") + name + "=" + value;
  }
  return text;
}

Position parse_position(const std::vector<std::string>& words)
{
  Position position;
  for (const auto& word : words) {
    const auto equals = word.find('=');
    if (equals == std::string::npos || !position.emplace(word.substr(0, equals), word.substr(equals + 1)).second) {
      throw std::runtime_error("not SWITCH=VALUE: " + word);
    }
  }
  return position;
}

} // namespace flowsync::torture
