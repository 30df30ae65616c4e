#pragma once

#include "exporter/names.hpp"
#include "exporter/note.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <set>
#include <string>

namespace flowsync::exporter {

// Turns what is in configs into what belongs into a spec: secrets into ${secret.NAME}, ids of credentials, lookups,
// transforms and code into ${ref.ADDRESS.id}; ids of anything else are noted.
class ConfigText
{
public:
  ConfigText(const Target& target, const Inventory& inventory, Names& names)
      : m_target(target),
        m_inventory(inventory),
        m_names(names)
  {
  }

  // Changes `field` of an API document that belongs to `address`. The paths of texts that are in the syntax of specs
  // now are added to `templates`.
  void refine(nlohmann::json& value, const std::string& field, const Address& address, std::set<std::string>& templates,
              ExportNotes& notes);

private:
  struct Place
  {
    const Address& address;
    std::set<std::string>& templates;
    ExportNotes& notes;
  };
  void walk(nlohmann::json& value, const std::string& path, const std::string& key, Place& place);
  void hide(nlohmann::json& value, const std::string& path, const std::string& key, Place& place);
  void refer(nlohmann::json& value, const std::string& path, const std::string& key, Place& place);
  std::optional<std::string> reference_to(ResourceKind type, ResourceId id);

  const Target& m_target;
  const Inventory& m_inventory;
  Names& m_names;
};

// Collects the ids of lookups in a config or transform. `key` is what `value` stands under.
void find_lookups(const nlohmann::json& value, std::set<ResourceId>& ids, const std::string& key = {});

// The resource type whose id stands under such a key ("map.id", "code_container_id"); nothing for other keys.
std::optional<ResourceKind> type_under(const std::string& key);

} // namespace flowsync::exporter
