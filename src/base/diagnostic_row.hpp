#pragma once

#include <string_view>

namespace flowsync {

// What a person can look up about one code of a diagnostic.
struct DiagnosticRow
{
  std::string_view code;    // stable, in kebab-case: "unknown-key"
  std::string_view cause;   // what is the matter, without a final full stop
  std::string_view example; // a text of a spec, or a situation, that leads to it
  std::string_view cure;
};

} // namespace flowsync
