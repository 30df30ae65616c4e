#pragma once

#include "exporter/capture.hpp"
#include "exporter/export.hpp"

namespace flowsync::exporter {

// The document of a lookup, reusable transform or code container and the file that holds its entries or code.
struct SharedDocument
{
  NodePtr document; // nothing when it could not be read; then a note says so
  std::vector<CodeFile> files;
  ExportNotes notes;
};
SharedDocument shared_document(const Target& target, const Inventory& inventory, Names& names, const Address& address,
                               const LiveResource& live);

} // namespace flowsync::exporter
