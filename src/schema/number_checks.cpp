#include "schema/number_checks.hpp"

#include "base/excerpt.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace flowsync::schema {

void check_numbers(const Node& node, Findings& findings)
{
  if (node.tombstone) {
    return;
  }
  for (const auto& item : node.items()) {
    check_numbers(*item, findings);
  }
  for (const auto& entry : node.entries()) {
    check_numbers(*entry.value, findings);
  }
  const auto& text = node.text();
  if (node.kind != NodeKind::real && (node.kind != NodeKind::integer || text != "-0")) {
    return;
  }
  if (const auto sent = to_json(node).dump(); sent != text) {
    findings.error("number-not-kept", fmt::format("the number {} would be sent as {}", excerpt(text), sent), node.at,
                   fmt::format("put it in quotes if text is meant; if not, write {}", sent), text.size());
  }
}

} // namespace flowsync::schema
