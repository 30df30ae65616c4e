#pragma once

#include "base/diagnostic.hpp"
#include "model/node.hpp"
#include "model/position.hpp"

#include <cstdint>
#include <string>

namespace flowsync::importer {

// How deep objects and arrays may be nested.
inline constexpr int k_deepest = 100;

// Reads the JSON text of a loaded file into a tree whose values and keys know their places. Numbers keep the text that
// they were written with. Nothing, with the first problem among the diagnostics, when it is not JSON (RFC 8259), has a
// key twice in one object, is nested too deep or holds whole numbers beyond 64 bits.
NodePtr read_json(const SourceFiles& files, std::uint32_t file, Diagnostics& diagnostics);

// A key as the file writes it, for messages to underline.
std::string in_quotes(const std::string& key);

} // namespace flowsync::importer
