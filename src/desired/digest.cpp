#include "desired/digest.hpp"

#include "base/digest.hpp"
#include "model/number_text.hpp"

#include <nlohmann/json.hpp>

namespace flowsync::desired {

std::string digest_of(const Desired& desired, const Node* settings)
{
  // One line per resource: the whole dump of a large project need not be one JSON value.
  Sha256 digest;
  digest.add(desired.project + '\n' + desired.environment.name + '\n');
  const auto add_text = [&](const std::string& text) { digest.add(text + '\n'); };
  const auto add = [&](const nlohmann::json& json) { add_text(write_json(json)); };
  add(settings != nullptr ? to_json(*settings) : nlohmann::json());
  for (const auto& resource : desired.resources) {
    add_text(canonical_text(resource));
  }
  for (const auto& move : desired.moves) {
    add({move.from.text(), move.to ? move.to->text() : ""});
  }
  for (const auto& move : desired.flow_moves) {
    add({move.from, move.to.value_or("")});
  }
  return "sha256:" + digest.hex();
}

} // namespace flowsync::desired
