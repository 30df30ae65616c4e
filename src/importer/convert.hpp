#pragma once

#include "base/clock.hpp"
#include "importer/credentials.hpp"
#include "importer/left_out_secrets.hpp"
#include "importer/shared_blocks.hpp"

#include <map>
#include <string>

namespace flowsync::importer {

struct ConvertOptions
{
  CredentialDirectory credentials;
  std::string layer = "base";                     // the folder below environments/ that all is written to
  std::string name;                               // of the flow; "" = from the name of the source
  std::map<std::string, std::string> flow_layers; // flows that exist already, each with its layer
  std::function<bool(ResourceKind, const std::string&)> is_taken; // whether there is that lookup or transform
  std::function<bool(const std::string&)> exists;                 // whether a file lies at this path
  WallTime now;                                                   // schedules due before this are over
};

// An export as flowsync writes it: a Flow that holds everything, and what the environment must add to it.
struct Imported
{
  std::string flow;                                      // its name
  std::string file;                                      // relative to the root: environments/LAYER/flows/NAME.yaml
  NodePtr document;                                      // kind: Flow
  std::map<std::string, CredentialSelector> credentials; // aliases that the environment does not have yet
  std::vector<ImportedDocument> shared;                  // lookups and transforms that it uses
  std::map<std::string, std::string> scripts;            // text of code, by path relative to the root
  std::map<Address, ResourceId> adopted;                 // existing resources that the properties file names
  std::vector<LeftOutSecret> secrets;                    // to be named under `secrets:` of the environment
  std::vector<std::string> notes;                        // what a person should know, one sentence each
};

// Converts the trees of a flow file and perhaps of a properties file (API notes I). Nothing when something cannot be
// imported; everything found is among the diagnostics, warnings for what needs a person's eye: a schedule that is over,
// a value that has no place in a spec.
std::optional<Imported> convert(const Node& flow_file, const Node* properties_file, const SourceFiles& files,
                                const ConvertOptions& options, Diagnostics& diagnostics);

} // namespace flowsync::importer
