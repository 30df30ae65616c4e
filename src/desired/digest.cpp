#include "desired/digest.hpp"

#include "base/digest.hpp"

#include <nlohmann/json.hpp>

namespace flowsync::desired {

namespace {

nlohmann::json canonical(const DesiredResource& resource)
{
  nlohmann::json json{{"address", resource.address.text()},
                      {"name", resource.name},
                      {"document", resource.document},
                      {"deferred", resource.deferred},
                      {"state", static_cast<int>(resource.state)},
                      {"credential", resource.credential_alias},
                      {"detected", resource.detected},
                      {"project", resource.nexla_project},
                      {"allow_duplicate_name", resource.allow_duplicate_name}};
  for (const auto& [path, origin] : resource.tombstones) {
    json["tombstones"].push_back(path);
  }
  for (const auto& address : resource.depends_on) {
    json["depends_on"].push_back(address.text());
  }
  if (resource.parent) {
    json["parent"] = resource.parent->text();
  }
  if (resource.detected) {
    json["selector"] = {{"index", resource.selector.index.value_or(0)},
                        {"name", resource.selector.name},
                        {"has", resource.selector.has}};
  }
  return json;
}

} // namespace

std::string digest_of(const Desired& desired, const Node* settings)
{
  // One line per resource: the whole dump of a large project need not be one JSON value.
  std::string text = desired.project + '\n' + desired.environment.name + '\n';
  const auto add = [&](const nlohmann::json& json) {
    text += json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    text += '\n';
  };
  add(settings != nullptr ? to_json(*settings) : nlohmann::json());
  for (const auto& resource : desired.resources) {
    add(canonical(resource));
  }
  for (const auto& move : desired.moves) {
    add({move.from.text(), move.to ? move.to->text() : ""});
  }
  return "sha256:" + sha256_hex(text);
}

} // namespace flowsync::desired
