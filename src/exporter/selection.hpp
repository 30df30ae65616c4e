#pragma once

#include "exporter/names.hpp"
#include "exporter/note.hpp"
#include "exporter/pipelines.hpp"

#include <vector>

namespace flowsync::exporter {

// The chosen part of one flow, as far as it can be exported.
struct SelectedFlow
{
  const LiveResource* origin = nullptr;
  std::vector<const LiveResource*> resources; // each once, parents first, the origin too
  ExportNotes notes;                          // what was left out of it
};

struct Selection
{
  std::vector<SelectedFlow> flows; // those with something to export, in the order of the pipelines
  ExportNotes notes;               // everything that was left out
  std::size_t foreign = 0;         // origins that belong to another project or environment
};

// Leaves out, with all below it, what may not be read, what another project or environment owns, and what uses a
// credential that is not visible.
Selection select(const std::vector<Pipeline>& chosen, const Inventory& inventory, const Names& names);

} // namespace flowsync::exporter
