#include "schema/flow_checks.hpp"

#include "base/excerpt.hpp"
#include "schema/flow_graph.hpp"
#include "schema/move_checks.hpp"
#include "schema/nexset_checks.hpp"
#include "schema/part_checks.hpp"
#include "schema/present.hpp"
#include "schema/resource_checks.hpp"

namespace flowsync::schema {

namespace {

// {nexset: {id|name}} or {flow: F, nexset: K}.
void check_origin_form(const Node& spec, const Entry& origin, Findings& findings)
{
  const auto* const nexset = present(*origin.value, "nexset");
  const auto* const flow = present(*origin.value, "flow");
  const auto length = underline_length(origin.key);
  constexpr auto k_forms = "write `{nexset: {id: N}}`, `{nexset: {name: NAME}}` or `{flow: FLOW, nexset: KEY}`";
  if (nexset == nullptr || nexset->value->is_map() == (flow != nullptr)) {
    findings.error("bad-value", "an origin is a shared nexset, or a nexset of another flow", origin.key_at, k_forms,
                   length);
  } else if (nexset->value->is_map() &&
             (present(*nexset->value, "id") != nullptr) == (present(*nexset->value, "name") != nullptr)) {
    findings.error("bad-value", "a shared nexset is chosen by `id` or by `name`", nexset->key_at, k_forms,
                   underline_length(nexset->key));
  }
  if (const auto* const project = present(spec, "nexla_project"); project != nullptr && flow != nullptr) {
    findings.error("conflict", "what hangs from another flow belongs to that flow's Nexla project", project->key_at,
                   "remove it here", underline_length(project->key));
  }
}

// {ref: NAME} or {id: N}.
void check_project_form(const Node& spec, Findings& findings)
{
  const auto* const project = present(spec, "nexla_project");
  if (project != nullptr && project->value->is_map() &&
      (present(*project->value, "ref") != nullptr) == (present(*project->value, "id") != nullptr)) {
    findings.error("bad-value", "a Nexla project is chosen by `ref` or by `id`", project->key_at,
                   "write its name, `{id: N}`, or `{ref: NAME}` for a document of kind NexlaProject",
                   underline_length(project->key));
  }
}

// The service keeps documents at nexsets (API notes J3).
void check_flow_docs(const Node& spec, Findings& findings)
{
  const auto* const docs = present(spec, "docs");
  const auto* const nexsets = present_value(spec, "nexsets");
  if (docs != nullptr && (nexsets == nullptr || nexsets->items().empty())) {
    findings.error("missing-key", "documents are kept at a flow's first nexset, and this flow has none", docs->key_at,
                   "add a nexset, such as `{key: raw, detected: {}}`", underline_length(docs->key));
  }
}

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
  if (origin != nullptr && origin->value->is_map()) {
    check_origin_form(spec, *origin, findings);
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
  check_parts(*spec, {}, findings);
  check_flow_docs(*spec, findings);
  check_project_form(*spec, findings);
  if (const auto* const source = present_value(*spec, "source"); source != nullptr && source->is_map()) {
    check_resource(*source, ResourceKind::source, findings);
  }
  if (const auto* const nexsets = present_value(*spec, "nexsets")) {
    check_nexsets(*nexsets, present(*spec, "origin") != nullptr, findings);
  }
  if (const auto* const sinks = present_value(*spec, "sinks")) {
    for (const auto& sink : sinks->items()) {
      check_resource(*sink, ResourceKind::sink, findings);
    }
  }
  check_graph(*spec, findings);
  check_moves(document, findings);
}

} // namespace flowsync::schema
