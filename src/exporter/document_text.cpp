#include "exporter/document_text.hpp"

#include "base/printable.hpp"
#include "spec/yaml_writer.hpp"

#include <fmt/format.h>

namespace flowsync::exporter {

std::string document_text(const Node& document, const ExportNotes& notes, const std::string& kind, const Target& target)
{
  std::string text;
  if (target.exists(fmt::format("schemas/{}.schema.json", kind))) {
    text += fmt::format("# yaml-language-server: $schema=../../../schemas/{}.schema.json\n", kind);
  }
  if (!notes.empty()) {
    text += "# Exported from Nexla. What could not be taken over as it is:\n";
  }
  for (const auto& note : notes) {
    text += fmt::format("# - {}\n", printable(note.text));
  }
  return text + spec::write_yaml(document);
}

} // namespace flowsync::exporter
