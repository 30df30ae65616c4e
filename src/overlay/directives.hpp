#pragma once

#include "base/diagnostic.hpp"
#include "model/node.hpp"

#include <string>
#include <string_view>

namespace flowsync::overlay {

// What the `$…` keys of one written map ask for.
struct Directives
{
  bool replace = false;           // $replace: true
  bool remove = false;            // $delete: true
  const Entry* literal = nullptr; // $value: the map stands for this value
  bool any = false;               // at least one key begins with '$'
};

// Reads them; unknown ones, wrong values and forbidden combinations are reported. Fast for maps without any.
Directives read_directives(const Node& map, const SourceFiles& files, Diagnostics& diagnostics);

// Whether a written key is a directive (right or misspelt) and no key of the document. "${…" is none: it is a key that
// substitution looks at.
bool is_directive(std::string_view written);

// The key that a written key stands for: "$$a" is "$a", any other stays.
std::string_view literal_key(std::string_view written);

// Whether a list merges by `key`: not empty, and every element is a map with a scalar `key` that no other one has.
bool is_keyed(const Node& list);

} // namespace flowsync::overlay
