#include "schema/semantics.hpp"

#include "schema/environment_checks.hpp"
#include "schema/findings.hpp"
#include "schema/flow_checks.hpp"
#include "schema/shared_checks.hpp"

namespace flowsync::schema {

void check_semantics(const Node& document, std::string_view kind, const SourceFiles& files, Diagnostics& diagnostics)
{
  Findings findings(files, diagnostics, DocumentForm::rendered);
  if (kind == "Flow") {
    check_flow(document, findings);
  } else if (kind == "Environment") {
    check_environment(document, findings);
  } else if (const auto defined = kind_of_document(kind)) {
    check_shared(document, *defined, findings);
  }
}

} // namespace flowsync::schema
