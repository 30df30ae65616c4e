#pragma once

#include "exporter/capture.hpp"
#include "exporter/names.hpp"
#include "plan/plan.hpp"

namespace flowsync::usecase {

// One live resource as an export would write it.
struct ExportedWords
{
  NodePtr words; // of a source, nexset or sink its part, else what stands below `spec`; null when it cannot be written
  std::vector<exporter::CodeFile> files; // that the words name
};
ExportedWords exported_words(const exporter::Target& target, const Inventory& inventory, const plan::Bindings& bindings,
                             const Address& address, const LiveResource& live);

} // namespace flowsync::usecase
