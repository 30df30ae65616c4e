#include "desired/digest.hpp"

#include "base/digest.hpp"
#include "model/number_text.hpp"

#include <nlohmann/json.hpp>

namespace flowsync::desired {

std::string digest_of(const Desired& desired, const Node* settings)
{
  // One line per resource: the whole dump of a large project need not be one JSON value.
  std::string text = desired.project + '\n' + desired.environment.name + '\n';
  const auto add = [&](const nlohmann::json& json) {
    text += write_json(json);
    text += '\n';
  };
  add(settings != nullptr ? to_json(*settings) : nlohmann::json());
  for (const auto& resource : desired.resources) {
    add(canonical_form(resource));
  }
  for (const auto& move : desired.moves) {
    add({move.from.text(), move.to ? move.to->text() : ""});
  }
  for (const auto& move : desired.flow_moves) {
    add({move.from, move.to.value_or("")});
  }
  return "sha256:" + sha256_hex(text);
}

} // namespace flowsync::desired
