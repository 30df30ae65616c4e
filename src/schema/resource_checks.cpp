#include "schema/resource_checks.hpp"

#include "base/excerpt.hpp"
#include "base/text.hpp"
#include "model/mark.hpp"
#include "schema/api_fields.hpp"
#include "schema/connectors.hpp"
#include "schema/cron.hpp"
#include "schema/present.hpp"
#include "schema/secret_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
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

void check_connector(const Node& resource, Role role, Findings& findings)
{
  const auto* const type = known_text(resource, "type");
  if (type == nullptr) {
    return;
  }
  const bool is_source = role == Role::source;
  const auto& known = is_source ? source_connectors() : sink_connectors();
  if (std::find(known.begin(), known.end(), type->text()) == known.end()) {
    const auto meant = nearest(type->text(), known);
    findings.warning("unknown-connector",
                     fmt::format("`{}` is no known {} type", excerpt(type->text()), role_name(role)), type->at,
                     meant ? fmt::format("did you mean `{}`?", *meant) : "it is passed on as it is", width(*type));
  }
  const bool needed = is_source ? source_needs_credential(type->text()) : sink_needs_credential(type->text());
  if (needed && present(resource, "credential") == nullptr) {
    findings.error("missing-key",
                   fmt::format("a {} of type {} needs a `credential`", role_name(role), excerpt(type->text())),
                   type->at, "add `credential: ALIAS`; the alias is defined in the environment", width(*type));
  }
  if (!is_source && type->text() == "data_map") {
    findings.not_supported_yet("type: data_map", type->at, width(*type));
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

void check_resource(const Node& resource, Role role, Findings& findings)
{
  check_marks(resource, findings);
  if (role != Role::nexset) {
    check_connector(resource, role, findings);
  }
  for (const auto* const key : {"config", "api", "transform"}) {
    if (const auto* const tree = present_value(resource, key)) {
      check_secrets(*tree, findings);
    }
  }
  if (const auto* const config = present_value(resource, "config")) {
    check_config_keys(*config, findings);
    if (role == Role::source) {
      check_schedule(*config, findings);
    }
  }
  if (const auto* const api = present_value(resource, "api")) {
    check_api_fields(*api, role, findings);
  }
}

} // namespace flowsync::schema
