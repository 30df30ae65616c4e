#include "schema/flow_checks.hpp"

#include "base/excerpt.hpp"
#include "schema/flow_graph.hpp"
#include "schema/move_checks.hpp"
#include "schema/nexset_checks.hpp"
#include "schema/present.hpp"
#include "schema/resource_checks.hpp"

namespace flowsync::schema {

namespace {

void check_origin(const Node& spec, Findings& findings)
{
  const auto* const source = present(spec, "source");
  const auto* const origin = present(spec, "origin");
  if (source == nullptr && origin == nullptr) {
    findings.error("missing-key", "the flow has no source", spec.at, "add `source:` below `spec:`");
  } else if (source != nullptr && origin != nullptr) {
    findings.error("conflict", "a flow has either a `source` or an `origin`, not both", origin->key_at,
                   "remove one of them", underline_length(origin->key));
    findings.relate("the source is here", source->key_at);
  }
}

} // namespace

void check_flow(const Node& document, Findings& findings)
{
  const auto* const spec = present_value(document, "spec");
  if (spec == nullptr || !spec->is_map()) {
    return;
  }
  check_origin(*spec, findings);
  if (const auto* const source = present_value(*spec, "source"); source != nullptr && source->is_map()) {
    check_resource(*source, Role::source, findings);
  }
  if (const auto* const nexsets = present_value(*spec, "nexsets")) {
    check_nexsets(*nexsets, findings);
  }
  if (const auto* const sinks = present_value(*spec, "sinks")) {
    for (const auto& sink : sinks->items()) {
      check_resource(*sink, Role::sink, findings);
    }
  }
  check_graph(*spec, findings);
  check_moves(document, findings);
}

} // namespace flowsync::schema
