#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace flowsync::importer {

// A string of JSON text.
struct JsonString
{
  std::string text;         // with escapes undone, UTF-8
  std::size_t bytes = 0;    // of the source, quotes included; with a problem: up to the problem
  std::string_view problem; // empty: none
};

// Reads the string at the beginning of `source`, which must be UTF-8 and begin with a double quote.
JsonString scan_json_string(std::string_view source);

} // namespace flowsync::importer
