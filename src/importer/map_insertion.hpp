#pragma once

#include "model/node.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace flowsync::importer {

// A key and its value as they stand in YAML text, the value on one line.
struct NewEntry
{
  std::string key;
  std::string value;
};

// Texts in which `entries` were put into the map at `path` below `document`, which was read from `text` (without byte
// order mark); missing maps on the way are written too. Everything else stays byte for byte. The likeliest text comes
// first; the caller reads them again to see which one says what was meant (aliases and unusual layouts can make all of
// them wrong).
std::vector<std::string> insertions(const std::string& text, const Node& document, const std::vector<std::string>& path,
                                    const std::vector<NewEntry>& entries);

} // namespace flowsync::importer
