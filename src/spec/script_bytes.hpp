#pragma once

#include "base/diagnostic_code.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace flowsync::spec {

// The text of a script or table without what only its way through a checkout or an editor left there: a byte order mark
// at its beginning, carriage returns before line feeds. YAML files are read so as well. Where there is no line feed at
// all, carriage returns end the lines, as some editors on a Mac write them.
std::string plain_text(std::string text);

// What lies in a file but is not a part of its text.
struct Foreign
{
  DiagnosticCode code;
  std::string what; // to go after the file's name: "is ..."
  std::string hint;
  int line = 1;
  int length = 1; // characters to underline from the line's beginning
};

// The pointer that Git LFS puts into the place of a file, or the first marker of a merge that was not finished.
std::optional<Foreign> find_foreign(std::string_view text);

} // namespace flowsync::spec
