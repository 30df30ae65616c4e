#pragma once

#include "model/quick_json.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace flowsync {

struct ParsedJson
{
  enum class Problem
  {
    none,
    cut_short, // it ends before it is complete
    html,      // a page for people
    other      // not JSON, or nested beyond all reason
  };
  nlohmann::json value; // null for an empty body
  Problem problem = Problem::none;
};

enum class NumberTexts
{
  lost,
  kept // for what flowsync itself wrote: see model/number_text.hpp
};

// Reads a reply's body, or a file. Whole numbers are exact to 64 bits. Never throws for bad input. What `sieve` leaves
// out need not be in the value.
ParsedJson parse_json(std::string_view body, NumberTexts numbers = NumberTexts::lost, const Sieve& sieve = {});

} // namespace flowsync
