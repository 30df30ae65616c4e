#pragma once

#include "base/result.hpp"
#include "exporter/names.hpp"
#include "exporter/note.hpp"
#include "exporter/pipelines.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace flowsync::exporter {

// A file as it is to be afterwards.
struct FileChange
{
  std::string path; // relative to the root
  std::string text;
  bool is_new = true;
};

// What of an account is not in the specs.
struct Exported
{
  // In an order in which a write that is cut short can be done again: what documents name, then the environment's
  // settings, then documents. What is as it should be is not among them.
  std::vector<FileChange> files;
  std::vector<std::string> flows;            // names of all that were chosen, also those that needed nothing
  std::map<Address, ResourceId> adopted;     // new `adopt` entries
  std::map<std::string, ResourceId> aliases; // new aliases
  std::set<std::string> secrets;             // new names of secrets
  std::size_t foreign = 0;                   // origins that belong to another project or environment
  ExportNotes notes;
};

// Turns pipelines into Flow documents and entries of the environment, all in its own folder: no other environment
// changes. `shared`: lookups, transforms and code that come along although none of these flows uses them. Pipelines of
// one flow come in one document; one that exists there is added to, its text kept, and to one of
// another layer an overlay adds. What could not be read (`inventory.missing`) is left out with
// all below it. An error names the entry of the environment that already says something else.
Result<Exported, Diagnostics> export_pipelines(const Target& target, const Inventory& inventory,
                                               const plan::LiveTree& tree, const std::vector<Pipeline>& chosen,
                                               const std::vector<const LiveResource*>& shared = {});

} // namespace flowsync::exporter
