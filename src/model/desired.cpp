#include "model/desired.hpp"

#include "model/members.hpp"

#include <algorithm>

namespace flowsync {

bool AdoptedElsewhere::stands_for(ResourceKind type, std::int64_t wanted) const
{
  return id == wanted && (address.kind == type || (facts(address.kind).is_code && facts(type).is_code));
}

const DesiredResource* Desired::find(const Address& address) const
{
  const auto found = std::lower_bound(
      resources.begin(), resources.end(), address,
      [](const DesiredResource& resource, const Address& sought) { return resource.address < sought; });
  return found != resources.end() && found->address == address ? &*found : nullptr;
}

namespace {

nlohmann::json texts_of(const std::vector<Address>& addresses)
{
  auto texts = nlohmann::json::array();
  for (const auto& address : addresses) {
    texts.push_back(address.text());
  }
  return texts;
}

// In the order in which digests that people reviewed have them: by their characters.
std::set<std::string> paths_of(const PathMap<FieldOrigin>& places)
{
  std::set<std::string> paths;
  for (const auto& [path, origin] : places) {
    paths.emplace(path);
  }
  return paths;
}

} // namespace

std::string canonical_text(const DesiredResource& resource)
{
  Members members;
  members.value("address", resource.address.text());
  members.value("allow_duplicate_name", resource.allow_duplicate_name);
  members.value("credential", resource.credential_alias);
  members.value("deferred", std::set<std::string>(resource.deferred.begin(), resource.deferred.end()));
  members.all("depends_on", texts_of(resource.depends_on));
  members.value("detected", resource.detected);
  members.value("document", resource.document);
  members.all("exact", resource.exact);
  members.value("name", resource.name);
  if (resource.parent) {
    members.value("parent", resource.parent->text());
  }
  if (resource.nexla_project_id) {
    members.value("project", *resource.nexla_project_id);
  } else {
    members.value("project", resource.own_project ? resource.own_project->text() : resource.nexla_project);
  }
  if (resource.detected) {
    members.value("selector", {{"index", resource.selector.index.value_or(0)},
                               {"name", resource.selector.name},
                               {"has", resource.selector.has}});
  }
  members.value("state", static_cast<int>(resource.state));
  members.flag("suspended", resource.suspended);
  members.all("tombstones", paths_of(resource.tombstones));
  if (const auto& verify = resource.verify) {
    members.value("verify", {{"has", verify->has},
                             {"records", verify->records},
                             {"within", verify->within.count()},
                             {"pauses", verify->pauses}});
  }
  return members.take();
}

} // namespace flowsync
