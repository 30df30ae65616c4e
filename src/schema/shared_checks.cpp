#include "schema/shared_checks.hpp"

#include "base/excerpt.hpp"
#include "schema/present.hpp"
#include "schema/resource_checks.hpp"

#include <fmt/format.h>

namespace flowsync::schema {

namespace {

void check_code_given_once(const Node& spec, ResourceKind kind, Findings& findings)
{
  const auto* const file = present(spec, "file");
  const auto* const code = present(spec, "code");
  if (file != nullptr && code != nullptr) {
    findings.error("conflict", "the code is either in a `file` or written here as `code`", code->key_at,
                   "keep one of them", underline_length(code->key));
    findings.relate("`file` is here", file->key_at);
  } else if (file == nullptr && code == nullptr) {
    findings.error("missing-key", fmt::format("the {} has no code", kind_word(kind)), spec.at,
                   "add `file: PATH` or `code:` below `spec:`");
  }
}

} // namespace

void check_shared(const Node& document, ResourceKind kind, Findings& findings)
{
  const auto* const spec = present_value(document, "spec");
  if (spec == nullptr || !spec->is_map()) {
    return;
  }
  check_resource(*spec, kind, findings);
  if (facts(kind).is_code) {
    check_code_given_once(*spec, kind, findings);
  }
}

} // namespace flowsync::schema
