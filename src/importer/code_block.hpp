#pragma once

#include "importer/block_reader.hpp"
#include "model/node.hpp"

#include <optional>
#include <string>

namespace flowsync::importer {

// Code as a classic file holds it: a code container of its own, or one inside of a block.
struct CodeBlock
{
  std::string type;      // its language
  std::string text;      // decoded; "" for operations
  NodePtr operations;    // a list; null for text
  std::string extension; // that a file with the text has
};

// Of a list of operations the one script that it wraps, if it is just that; the list otherwise.
CodeBlock code_of_operations(const NodePtr& operations);

// Reads `code`, `code_type` and `code_encoding` of a block; nothing, with a warning, when that is not code that a spec
// can hold.
std::optional<CodeBlock> read_code(BlockReader& block);

} // namespace flowsync::importer
