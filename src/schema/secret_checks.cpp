#include "schema/secret_checks.hpp"

#include "base/excerpt.hpp"
#include "base/secret_shapes.hpp"
#include "model/template_text.hpp"
#include "schema/sensitive_keys.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::schema {

namespace {

// Whether the value comes from elsewhere: ${secret.…}, or in an environment's own variables, which are put in where
// they are used, any reference.
bool is_reference(const Node& value)
{
  if (!value.deferred) {
    return has_template_syntax(value.text());
  }
  const auto pieces = parse_template(value.text());
  return std::any_of(pieces.begin(), pieces.end(),
                     [](const TemplatePiece& piece) { return piece.kind == PieceKind::secret; });
}

void check_value(const Entry& entry, const Node& value, Findings& findings)
{
  const bool could_be_secret =
      (value.is_string() && !value.text().empty()) || value.kind == NodeKind::integer || value.kind == NodeKind::real;
  if (could_be_secret && !value.tombstone && !value.no_secret && !is_reference(value)) {
    findings.error("literal-secret", fmt::format("the secret `{}` is written out", excerpt(entry.key)), entry.key_at,
                   "write ${secret.NAME} and name its source under `secrets:` of the environment; if it is none, write "
                   "{$value: TEXT}",
                   underline_length(entry.key));
  }
}

bool is_said_harmless(const Entry& entry)
{
  return entry.key == "$value" || entry.value->no_secret;
}

} // namespace

void check_secret_shapes(const Node& tree, Findings& findings)
{
  if (tree.is_string() && !tree.no_secret && holds_secret_shape(tree.text())) {
    findings.error(
        "literal-secret", "a text holds what looks like a key or a password", tree.at,
        "write ${secret.NAME} in its place and name the source under `secrets:` of the environment; if it is "
        "none, write {$value: TEXT}",
        1);
  }
  for (const auto& item : tree.items()) {
    check_secret_shapes(*item, findings);
  }
  for (const auto& entry : tree.entries()) {
    if (!is_said_harmless(entry)) {
      check_secret_shapes(*entry.value, findings);
    }
  }
}

void check_secrets(const Node& tree, Findings& findings)
{
  for (const auto& item : tree.items()) {
    check_secrets(*item, findings);
  }
  for (const auto& entry : tree.entries()) {
    if (is_sensitive_key(entry.key) && entry.value->is_scalar()) {
      check_value(entry, *entry.value, findings);
    } else if (is_sensitive_key(entry.key) && entry.value->is_list()) {
      for (const auto& item : entry.value->items()) {
        check_value(entry, *item, findings);
      }
    }
    check_secrets(*entry.value, findings);
  }
}

} // namespace flowsync::schema
