#pragma once

#include "model/node.hpp"
#include "overlay/tombstones.hpp"

#include <string>
#include <utility>
#include <vector>

namespace flowsync::overlay {

// A value that was replaced, or that replaces: what it says and where.
struct PlacedValue
{
  std::string text; // one line: as YAML would write it, "a map", "(removed)", "(sensitive)"
  Origin origin;

  bool operator==(const PlacedValue&) const = default;
};

// Where one leaf of a rendered document comes from.
struct ExplainedLeaf
{
  std::string path; // from the root; elements of keyed lists by their key: /spec/sinks/warehouse/config/table
  PlacedValue value;
  std::vector<PlacedValue> overrides;                    // earlier layers' values that it replaced, latest first
  std::vector<std::pair<std::string, Origin>> variables; // "var.bucket" and where its value is written

  bool operator==(const ExplainedLeaf&) const = default;
};

// Every leaf of a rendered document in its order, empty maps and lists and removed keys included; `removed` are keys
// that were taken out of the document (they come last). Texts under sensitive keys appear only as references.
std::vector<ExplainedLeaf> explain(const Node& document, const std::vector<Removed>& removed, const SourceFiles& files);

// "file:line:column (layer)".
std::string place_text(const Origin& origin);

// The same for people: the value, then its layer and place, then what it replaced and the variables in it.
std::string explain_text(const std::vector<ExplainedLeaf>& leaves);

} // namespace flowsync::overlay
