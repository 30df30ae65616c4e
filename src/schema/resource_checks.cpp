#include "schema/resource_checks.hpp"

#include "base/excerpt.hpp"
#include "base/text.hpp"
#include "model/connectors.hpp"
#include "model/mark.hpp"
#include "schema/api_fields.hpp"
#include "schema/cron.hpp"
#include "schema/part_checks.hpp"
#include "schema/present.hpp"
#include "schema/secret_checks.hpp"

#include <fmt/format.h>

#include <array>

namespace flowsync::schema {

namespace {

void check_marks(const Node& resource, Findings& findings)
{
  for (const auto* const key : {"name", "description"}) {
    const auto* const text = present_value(resource, key);
    if (text != nullptr && !find_marks(text->text()).empty()) {
      findings.error("mark-in-text", fmt::format("the `{}` holds a line that reads as a mark of flowsync", key),
                     text->at, "delete the line that begins with [flowsync: marks are written by apply", width(*text));
    }
  }
}

// A lookup is filled by sinks of type data_map, and by no others (API notes B4).
void check_filled_lookup(const Node& sink, const Node& type, Findings& findings)
{
  const auto* const lookup = present(sink, "lookup");
  const bool fills = type.text() == "data_map";
  if (fills && lookup == nullptr) {
    findings.error("missing-key", "a sink of type data_map needs a `lookup`", type.at,
                   "add `lookup: {name: NAME, primary_key: ATTRIBUTE}`", width(type));
  } else if (!fills && lookup != nullptr) {
    findings.error("conflict", "only a sink of type data_map fills a `lookup`", lookup->key_at,
                   "remove it, or write `type: data_map`", underline_length(lookup->key));
  }
}

void check_code(const Node& code, Findings& findings)
{
  const auto* const file = present(code, "file");
  const auto* const reference = present(code, "ref");
  const auto* const type = present(code, "type");
  if (file != nullptr && reference != nullptr) {
    findings.error("conflict", "code is either a file or a reference", reference->key_at, "keep one of them",
                   underline_length(reference->key));
  } else if (file == nullptr && reference == nullptr && code.is_map()) {
    findings.error("missing-key", "`code` needs a `file` or a `ref`", code.at,
                   "add `file: PATH` and `type: python3`, or `ref: NAME` of a document of kind Code");
  } else if (type != nullptr && file == nullptr) {
    findings.error("conflict", "`type` names the language of a `file`, but there is none", type->key_at,
                   "remove `type`", underline_length(type->key));
  } else if (file != nullptr && type == nullptr) {
    findings.error("missing-key", "code from a file needs `type`", file->value->at, "add `type: python3` beside `file`",
                   width(*file->value));
  }
}

void check_connector(const Node& resource, ResourceKind kind, Findings& findings)
{
  const auto* const type = known_text(resource, "type");
  if (type == nullptr) {
    return;
  }
  const bool is_source = kind == ResourceKind::source;
  const auto use = is_source ? k_as_source : k_as_sink;
  if (const auto* const known = find_connector(type->text()); known == nullptr || !known->has(use)) {
    const auto meant = nearest(type->text(), connectors_with(use));
    findings.warning("unknown-connector",
                     fmt::format("`{}` is not a known {} type", excerpt(type->text()), kind_word(kind)), type->at,
                     meant ? fmt::format("did you mean `{}`?", *meant) : "it is passed on as it is", width(*type));
  }
  const bool needed = is_source ? source_needs_credential(type->text()) : sink_needs_credential(type->text());
  if (needed && present(resource, "credential") == nullptr) {
    findings.error("missing-key",
                   fmt::format("a {} of type {} needs a `credential`", kind_word(kind), excerpt(type->text())),
                   type->at, "add `credential: ALIAS`; the alias is defined in the environment", width(*type));
  }
  if (!is_source) {
    check_filled_lookup(resource, *type, findings);
  }
}

void check_schedule(const Node& config, Findings& findings)
{
  const auto* const entry = present(config, "start.cron");
  if (entry == nullptr || entry->value->deferred) {
    return;
  }
  const auto& cron = *entry->value;
  if (!cron.is_string()) {
    findings.error("wrong-type", fmt::format("`start.cron` must be text, not {}", describe(cron.kind)), cron.at,
                   "write a Quartz schedule such as \"0 0 * * * ? *\"", width(cron));
  } else if (auto problem = check_cron(cron.text())) {
    findings.error("bad-cron", std::move(problem->message), cron.at, std::move(problem->hint), width(cron));
  }
}

// Credentials are chosen by alias; an id in a config would be another environment's.
void check_config_keys(const Node& config, Findings& findings)
{
  for (const auto* const key : {"data_credentials_id", "data_credentials"}) {
    if (const auto* const entry = present(config, key)) {
      findings.error("misplaced-key", fmt::format("`{}` does not belong into `config`", key), entry->key_at,
                     "write `credential: ALIAS` beside `config`", underline_length(entry->key));
    }
  }
}

} // namespace

void check_resource(const Node& resource, ResourceKind kind, Findings& findings)
{
  check_marks(resource, findings);
  check_secret_shapes(resource, findings);
  check_parts(resource, kind, findings);
  if (kind == ResourceKind::source || kind == ResourceKind::sink) {
    check_connector(resource, kind, findings);
  }
  for (const auto* const key : {"config", "api", "transform", "entries", "defaults"}) {
    if (const auto* const tree = present_value(resource, key)) {
      check_secrets(*tree, findings);
    }
  }
  if (const auto* const config = present_value(resource, "config")) {
    check_config_keys(*config, findings);
    if (kind == ResourceKind::source) {
      check_schedule(*config, findings);
    }
  }
  if (const auto* const code = present_value(resource, "code"); code != nullptr && code->is_map()) {
    check_code(*code, findings);
  }
  if (const auto* const api = present_value(resource, "api")) {
    check_api_fields(*api, kind, findings);
  }
}

} // namespace flowsync::schema
