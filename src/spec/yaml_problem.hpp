#pragma once

#include "base/diagnostic.hpp"
#include "model/position.hpp"

#include <string_view>

namespace flowsync::spec {

// What the YAML library says about text that it cannot read, and where.
struct YamlComplaint
{
  std::string_view problem;
  Position at;
  std::string_view context; // what it was reading; may be empty
  Position context_at;      // where that began; may be unknown
};

// The same in words that say what to do, with the place a person has to look at.
Diagnostic explain_complaint(const SourceFiles& files, const YamlComplaint& complaint);

} // namespace flowsync::spec
