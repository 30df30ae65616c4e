#pragma once

#include "overlay/settings.hpp"
#include "overlay/tombstones.hpp"
#include "spec/project.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace flowsync::overlay {

struct RenderedDocument
{
  spec::Kind kind = spec::Kind::flow;
  std::string name;
  NodePtr document;             // merged over all layers, references put in
  std::vector<Removed> removed; // keys of the format that a layer took out by `null`
};

// The order of rendered documents: by kind, then by name as natural_order() has it.
bool precedes(const RenderedDocument& a, const RenderedDocument& b);

// The documents of one environment.
struct Rendered
{
  Environment environment;
  NodePtr environment_document;         // null when no layer has one
  std::vector<RenderedDocument> flows;  // in the order of precedes()
  std::vector<RenderedDocument> shared; // lookups, transforms and code, in the same order
  std::set<std::string> excluded;       // flows of the specs that `flows:` leaves out
  std::set<std::string> fragments;      // flows that have no beginning: only overlays of them are there, as reported
  Diagnostics diagnostics;              // of the layers, merging and references; documents are not validated here
};

// Renders all documents of an environment. Nothing when the environment does not exist or its layers cannot be told
// (`diagnostics` of the argument says why). Reads no file and none but the permitted variables of the process.
std::optional<Rendered> render(const spec::Project& project, std::string_view environment,
                               const ProcessEnvironment& process, Diagnostics& diagnostics);

} // namespace flowsync::overlay
