#pragma once

#include "base/diagnostic_code.hpp"

#include <string>
#include <vector>

namespace flowsync::exporter {

// Something that a person should know of an export: it stands at the head of the file and is told on the terminal.
struct ExportNote
{
  DiagnosticCode code;  // in kebab-case, as in diagnostics
  std::string text;     // one sentence without full stop; holds foreign text
  std::string hint;     // what to do; "" nothing
  bool missing = false; // something could not be exported
};
using ExportNotes = std::vector<ExportNote>;

} // namespace flowsync::exporter
