#pragma once

#include "model/address.hpp"
#include "model/node.hpp"
#include "spec/yaml_edit.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace flowsync::spec {

// One part that the document of a flow writes: its source, or an item of its nexsets or sinks.
struct FlowPart
{
  ResourceKind kind = ResourceKind::source;
  std::string key; // "" of a source, and of an item without a key
  NodePtr node;
};

// The parts of a flow's whole document, from source to sinks, as they stand there.
std::vector<FlowPart> flow_parts(const Node& document);
// The part with that address; null when the document says nothing of it.
NodePtr find_part(const Node& document, const Address& address);

// The keys that a flow's document gives to its parts of a kind.
std::set<std::string> keys_of_parts(const Node& document, ResourceKind kind);

// Where a flow's document writes a part: spec/source, spec/sinks/KEY.
YamlPath place_of(const Address& address);
// The part of the flow of that name in which a place lies; nothing outside of parts.
std::optional<Address> part_at(const std::string& flow, const YamlPath& path);

} // namespace flowsync::spec
