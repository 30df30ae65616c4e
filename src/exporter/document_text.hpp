#pragma once

#include "exporter/names.hpp"
#include "exporter/note.hpp"
#include "model/node.hpp"

#include <string>

namespace flowsync::exporter {

// A new document as the text of its file in a folder of a layer: the line for editors, when the project has
// the schema of this kind, what a person should know, and the document.
std::string document_text(const Node& document, const ExportNotes& notes, const std::string& kind,
                          const Target& target);

} // namespace flowsync::exporter
