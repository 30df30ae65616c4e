#pragma once

#include <nlohmann/json.hpp>

#include <string_view>

namespace flowsync::nexla {

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

// Reads a reply's body. Whole numbers are exact to 64 bits. Never throws for bad input.
ParsedJson parse_json(std::string_view body);

} // namespace flowsync::nexla
