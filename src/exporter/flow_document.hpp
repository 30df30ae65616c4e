#pragma once

#include "model/address.hpp"
#include "model/node.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace flowsync::exporter {

// Code that a document of its own or a file holds: `{ref: NAME}` or `{file: PATH, type: LANGUAGE}`.
struct CodeReference
{
  std::string ref;  // name of the document, or
  std::string file; // path relative to the flow's document, and
  std::string type; // its language
};

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
  std::set<std::string> templates; // paths over `document` of texts that are in the syntax of specs already
  bool detected = false;
  std::optional<std::size_t> index; // of a detected set: its rank by id from 1
  bool keep_name = false;           // of a detected set: its name is not a name that Nexla gives
  std::optional<CodeReference> transform;
  std::optional<CodeReference> code; // of a script source or sink
  NodePtr lookup;                    // of a sink of type data_map: what it says of the lookup that it fills
  std::string nexla_project;         // of a source: its name, or
  std::string project_document;      // the name of its document; both empty: none
  bool runs = true;
};

// What the resources of a document have in common.
struct FlowFrame
{
  std::optional<std::int64_t> origin; // the shared nexset that the flow begins with instead of a source
  // Of a document that exists already and to which the resources are added: whether its flow is paused. Otherwise the
  // flow says so when none of the resources runs.
  std::optional<bool> paused;
};

// A Flow that a person could have written and that gives these resources: `kind: Flow`, source first, then nexsets,
// parents first, and sinks, by address. Values under sensitive keys that are not templates become `${secret.NAME}` with
// names in `secrets`.
struct FlowDocument
{
  NodePtr document;
  std::set<std::string> secrets;
};
FlowDocument flow_document(const std::string& flow, std::vector<Captured> resources, const FlowFrame& frame = {});

} // namespace flowsync::exporter
