#include "model/desired.hpp"

#include <algorithm>

namespace flowsync {

bool AdoptedElsewhere::stands_for(ResourceType type, std::int64_t wanted) const
{
  return id == wanted && (address.role == type || (facts(address.role).is_code && facts(type).is_code));
}

const DesiredResource* Desired::find(const Address& address) const
{
  const auto found = std::lower_bound(
      resources.begin(), resources.end(), address,
      [](const DesiredResource& resource, const Address& sought) { return resource.address < sought; });
  return found != resources.end() && found->address == address ? &*found : nullptr;
}

nlohmann::json canonical_form(const DesiredResource& resource)
{
  nlohmann::json json{{"address", resource.address.text()},
                      {"name", resource.name},
                      {"document", resource.document},
                      {"deferred", resource.deferred},
                      {"state", static_cast<int>(resource.state)},
                      {"credential", resource.credential_alias},
                      {"detected", resource.detected},
                      {"project", resource.own_project ? resource.own_project->text() : resource.nexla_project},
                      {"allow_duplicate_name", resource.allow_duplicate_name}};
  for (const auto& [path, origin] : resource.tombstones) {
    json["tombstones"].push_back(path);
  }
  for (const auto& address : resource.depends_on) {
    json["depends_on"].push_back(address.text());
  }
  if (!resource.exact.empty()) {
    json["exact"] = resource.exact;
  }
  if (resource.suspended) {
    json["suspended"] = true;
  }
  if (const auto& verify = resource.verify) {
    json["verify"] = {{"has", verify->has},
                      {"records", verify->records},
                      {"within", verify->within.count()},
                      {"pauses", verify->pauses}};
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

} // namespace flowsync
