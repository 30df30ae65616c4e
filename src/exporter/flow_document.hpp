#pragma once

#include "model/address.hpp"
#include "model/node.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace flowsync::exporter {

// One resource as it is to stand in a Flow.
struct Captured
{
  Address address;
  std::optional<Address> parent; // of a nexset or sink
  std::string name;
  std::string description; // without mark
  std::string type;        // source_type or sink_type
  std::string credential;  // alias; empty: none
  // Top-level fields of the API, less those above: source_config, sink_config, transform, ...
  nlohmann::json document = nlohmann::json::object();
  std::set<std::string> templates;  // paths over `document` of texts that are in the syntax of specs already
  std::optional<std::size_t> index; // of a detected set: its rank by id from 1
  bool runs = true;
};

// A Flow that a person could have written and that gives these resources: `kind: Flow`, source first, then nexsets and
// sinks by address. Values under sensitive keys that are no template become `${secret.NAME}` with names in `secrets`.
struct FlowDocument
{
  NodePtr document;
  std::set<std::string> secrets;
};
FlowDocument flow_document(const std::string& flow, std::vector<Captured> resources);

} // namespace flowsync::exporter
