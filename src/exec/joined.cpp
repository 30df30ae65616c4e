#include "exec/joined.hpp"

#include "exec/join.hpp"

namespace flowsync::exec {

namespace {

void put(Inventory& inventory, const LiveResource& resource)
{
  auto& of_type =
      resource.type == ResourceType::data_credential ? inventory.credentials : inventory.resources[resource.type];
  const auto [place, fresh] = of_type.try_emplace(resource.id, resource);
  if (!fresh) {
    fill_from(place->second, resource);
  }
}

} // namespace

Inventory joined(const Walks& walks, const Absence& absence)
{
  Inventory inventory;
  for (const auto& [type, listing] : walks.lists) {
    for (const auto& item : listing.items) {
      put(inventory, item);
    }
  }
  for (const auto& listing : absence.repeated) {
    for (const auto& item : listing.items) {
      put(inventory, item);
    }
  }
  if (walks.flows) {
    for (const auto& element : walks.flows->resources) {
      put(inventory, element);
    }
  }
  inventory.projects = walks.projects;
  inventory.proved = absence.proved;
  inventory.doubts = absence.doubts;
  return inventory;
}

void show_inline_code(Inventory& inventory)
{
  const auto& containers = inventory.resources[ResourceType::code_container];
  for (auto& [id, set] : inventory.resources[ResourceType::data_set]) {
    const auto container = set.code_container_id ? containers.find(*set.code_container_id) : containers.end();
    if (container != containers.end()) {
      fill_from_container(set, container->second);
    }
  }
}

} // namespace flowsync::exec
