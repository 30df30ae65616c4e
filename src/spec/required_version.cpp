#include "spec/required_version.hpp"

#include "base/rejected.hpp"
#include "base/version.hpp"

#include <fmt/format.h>

namespace flowsync::spec {

void check_required_version(const Node& document, const SourceFiles& files)
{
  const auto* const wanted = document.is_map() ? document.get("requires") : nullptr;
  if (wanted == nullptr || !wanted->is_string()) {
    return;
  }
  const auto range = parse_version_range(wanted->text());
  const auto own = parse_version(program_version());
  if (range && own && !range->contains(*own)) {
    throw Rejected(
        Diagnostic{Severity::error,
                   "needs-other-version",
                   fmt::format("this project needs flowsync {}, and this is {}", range->words(), own->text()),
                   files.locate(wanted->at, wanted->text()),
                   fmt::format("install flowsync {}; `flowsync version` says which one runs", range->words()),
                   {},
                   ExitCode::error});
  }
}

} // namespace flowsync::spec
