#pragma once

#include "base/diagnostic.hpp"
#include "model/node.hpp"
#include "model/position.hpp"

#include <cstdint>
#include <vector>

namespace flowsync::spec {

// The documents of one YAML file.
struct YamlText
{
  std::vector<NodePtr> documents; // in order; empty documents are skipped
  bool complete = false;          // false: something was refused, so `documents` may lack parts
};

// Reads the text of a loaded file (see SourceFiles::add; it needs no YAML extension, JSON is YAML too). Scalars are
// typed as model/node.hpp's plain_scalar_kind says; quoted and block ones are text. Anchors, aliases (as shared nodes)
// and merge keys `<<` (explicit keys win, earlier maps of a list win, entries keep their own places) are resolved.
// Everything that cannot be trusted is an error with its place in `diagnostics`, and `complete` is false then: text
// that is not UTF-8, syntax errors, duplicate keys, keys that are not scalars, aliases that contain themselves or stand
// for more than k_most_aliased values, nesting deeper than k_deepest, unknown tags, numbers beyond 64 bits.
// Safe to call for different files at once.
YamlText read_yaml(const SourceFiles& files, std::uint32_t file, Diagnostics& diagnostics);

} // namespace flowsync::spec
