#pragma once

#include "base/diagnostic.hpp"
#include "model/live.hpp"
#include "model/node.hpp"
#include "model/position.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::importer {

// The answers that accompany a flow file (API notes I2).
struct Properties
{
  struct Credential
  {
    ResourceId id = 0;
    Position at;
  };
  std::map<std::string, Credential> credentials; // by block: "source", "sink_1"
  std::map<std::string, ResourceId> to_update;   // by block: resources that exist and are to be taken over
  std::map<std::string, ResourceId> exported;    // by block: what was exported, in the account that it came from
};

// Reads the file's tree. What it cannot use is among the diagnostics; `blocks` are those that exist in the flow file.
Properties read_properties(const Node& root, const std::vector<std::string>& blocks, const SourceFiles& files,
                           Diagnostics& diagnostics);

// A whole number above 0, or text that is one; nothing otherwise.
std::optional<ResourceId> id_of(const Node& node);

} // namespace flowsync::importer
