#include "model/desired.hpp"

#include "model/number_text.hpp"

#include <algorithm>
#include <string_view>

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

namespace {

// An object of JSON, written member by member. Members come in the order of their names, as nlohmann's have them.
class Members
{
public:
  void add(std::string_view name, const nlohmann::json& value)
  {
    m_text += m_text.empty() ? "{\"" : ",\"";
    m_text += name;
    m_text += "\":";
    m_text += write_json(value);
  }

  std::string take() && { return std::move(m_text) + "}"; }

private:
  std::string m_text;
};

nlohmann::json texts_of(const std::vector<Address>& addresses)
{
  auto texts = nlohmann::json::array();
  for (const auto& address : addresses) {
    texts.push_back(address.text());
  }
  return texts;
}

nlohmann::json paths_of(const std::map<std::string, FieldOrigin>& places)
{
  auto paths = nlohmann::json::array();
  for (const auto& [path, origin] : places) {
    paths.push_back(path);
  }
  return paths;
}

} // namespace

std::string canonical_text(const DesiredResource& resource)
{
  Members members;
  members.add("address", resource.address.text());
  members.add("allow_duplicate_name", resource.allow_duplicate_name);
  members.add("credential", resource.credential_alias);
  members.add("deferred", resource.deferred);
  if (!resource.depends_on.empty()) {
    members.add("depends_on", texts_of(resource.depends_on));
  }
  members.add("detected", resource.detected);
  members.add("document", resource.document);
  if (!resource.exact.empty()) {
    members.add("exact", resource.exact);
  }
  members.add("name", resource.name);
  if (resource.parent) {
    members.add("parent", resource.parent->text());
  }
  if (resource.nexla_project_id) {
    members.add("project", *resource.nexla_project_id);
  } else {
    members.add("project", resource.own_project ? resource.own_project->text() : resource.nexla_project);
  }
  if (resource.detected) {
    members.add("selector", {{"index", resource.selector.index.value_or(0)},
                             {"name", resource.selector.name},
                             {"has", resource.selector.has}});
  }
  members.add("state", static_cast<int>(resource.state));
  if (resource.suspended) {
    members.add("suspended", true);
  }
  if (!resource.tombstones.empty()) {
    members.add("tombstones", paths_of(resource.tombstones));
  }
  if (const auto& verify = resource.verify) {
    members.add("verify", {{"has", verify->has},
                           {"records", verify->records},
                           {"within", verify->within.count()},
                           {"pauses", verify->pauses}});
  }
  return std::move(members).take();
}

} // namespace flowsync
