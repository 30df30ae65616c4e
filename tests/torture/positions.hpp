#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace flowsync::torture {

// Switches of the simulator that are not at their default, by name.
using Position = std::map<std::string, std::string>;

// Every other value of every switch in the simulator's table, alone. Where a value is any number, one that makes a
// difference stands for it.
std::vector<Position> single_positions();

// Two to twelve switches away from their default, by chance; the same for the same seed and table.
Position random_position(std::uint64_t seed);
// Those of so many seeds, from this one on.
std::vector<Position> random_positions(std::size_t count, std::uint64_t seed);

// "a=b c=d", and back. Throws std::runtime_error for what is not a position.
std::string position_text(const Position& position);
Position parse_position(const std::vector<std::string>& words);

} // namespace flowsync::torture
