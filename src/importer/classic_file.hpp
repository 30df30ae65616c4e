#pragma once

#include "base/diagnostic.hpp"
#include "model/node.hpp"
#include "model/position.hpp"

#include <optional>
#include <string>
#include <vector>

namespace flowsync::importer {

// One block of the file: `sink_1` and what it holds.
struct Block
{
  std::string key;
  Position key_at;
  NodePtr body;           // a map
  std::size_t number = 0; // of its key: 1 for sink_1; 0 = the key has none
};

// The parts of a flow file of the classic Nexla CLI that can be imported (API notes I1).
struct ClassicFile
{
  NodePtr source; // a map
  Position source_at;
  std::vector<Block> detected; // in the order of their numbers
  std::vector<Block> derived;  // likewise, as all that follow
  std::vector<Block> sinks;
  std::vector<Block> lookups;
  std::vector<Block> transforms; // reusable ones
  std::vector<Block> codes;      // code of scripts and of inline transforms
  std::string host;              // meta_data.env: where it was exported; "" unknown
};

// Takes such a file apart; nothing when it is none. Derived sets, lookups and reusable transforms are read by the
// shapes that the API has, because nobody has published theirs. All problems are among the diagnostics.
std::optional<ClassicFile> read_classic_file(const Node& root, const SourceFiles& files, Diagnostics& diagnostics);

} // namespace flowsync::importer
