#include "schema/validate.hpp"

#include "schema/map_check.hpp"
#include "schema/rule.hpp"

#include <algorithm>

namespace flowsync::schema {

namespace {

void validate(const Node& document, std::string_view kind, DocumentForm form, const SourceFiles& files,
              Diagnostics& diagnostics)
{
  const auto& rule = rule_of(kind);
  Findings findings(files, diagnostics, form);
  if (const auto* const kind_node = document.get("kind"); rule.not_supported_yet && kind_node != nullptr) {
    findings.not_supported_yet("kind: " + std::string(kind), kind_node->at, kind.size());
  }
  check_node(document, rule, DocumentPlace{}, findings);
}

} // namespace

void validate_written(const Node& document, std::string_view kind, const SourceFiles& files, Diagnostics& diagnostics)
{
  validate(document, kind, DocumentForm::written, files, diagnostics);
}

void validate_rendered(const Node& document, std::string_view kind, const SourceFiles& files, Diagnostics& diagnostics)
{
  validate(document, kind, DocumentForm::rendered, files, diagnostics);
}

} // namespace flowsync::schema
