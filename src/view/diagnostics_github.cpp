#include "view/diagnostics_github.hpp"

#include "view/annotation_forms.hpp"

namespace flowsync::view {

std::string diagnostics_github(const Diagnostics& diagnostics, const std::string& prefix)
{
  return annotations_github(annotations_of(diagnostics), prefix);
}

} // namespace flowsync::view
