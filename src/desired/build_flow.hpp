#pragma once

#include "base/diagnostic.hpp"
#include "desired/document_writer.hpp"
#include "model/desired.hpp"
#include "model/node.hpp"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace flowsync::desired {

// What a flow's documents need besides themselves.
struct BuildContext
{
  SourceFiles& files;         // takes in the data files that documents name
  std::filesystem::path root; // of the project
  const Environment& environment;
  // The rendered document of a flow; null when there is none.
  std::function<const Node*(const std::string& flow)> document_of{};
};

// A resource and the ${ref.….id} it holds, not resolved yet.
struct BuiltResource
{
  DesiredResource resource;
  std::vector<FoundReference> references;
};

struct BuiltFlow
{
  std::vector<BuiltResource> resources; // source, nexsets, sinks, each in the order of the document
  std::vector<Move> moves;
  std::vector<FlowMove> flow_moves;
  Diagnostics diagnostics;
};

// Translates one rendered Flow document into the words of the API (API notes B2-B4). What validation of the same
// document refuses is skipped without a word; reported here is what only this step sees: aliases without a credential,
// files of scripts, secrets where a plain word is needed. Safe to call for several flows at once.
BuiltFlow build_flow(const std::string& name, const Node& document, const BuildContext& context);

} // namespace flowsync::desired
