#pragma once

#include <compare>
#include <string_view>

namespace flowsync {

// How people order names: runs of digits by their value, so that `orders-2` comes before `orders-10`, everything else
// byte by byte. Texts that differ in leading zeros only follow one another as bytes do, so that no two texts are equal
// but the same ones: it can order maps and sets.
std::strong_ordering natural_order(std::string_view a, std::string_view b);

// natural_order() for std::sort, std::map and std::set.
struct NaturalLess
{
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const { return std::is_lt(natural_order(a, b)); }
};

} // namespace flowsync
