#include "view/diagnostics_sarif.hpp"

#include "view/annotation_forms.hpp"

namespace flowsync::view {

std::string diagnostics_sarif(const Diagnostics& diagnostics, const std::string& prefix)
{
  return annotations_sarif(annotations_of(diagnostics), prefix);
}

} // namespace flowsync::view
