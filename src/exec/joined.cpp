#include "exec/joined.hpp"

#include "exec/join.hpp"

namespace flowsync::exec {

namespace {

void add(Inventory& inventory, const LiveResource& resource)
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
      add(inventory, item);
    }
  }
  for (const auto& listing : absence.repeated) {
    for (const auto& item : listing.items) {
      add(inventory, item);
    }
  }
  if (walks.flows) {
    for (const auto& element : walks.flows->resources) {
      add(inventory, element);
    }
  }
  for (const auto& [type, id] : absence.gone) {
    inventory.resources[type].erase(id);
  }
  inventory.projects = walks.projects;
  inventory.proved = absence.proved;
  inventory.doubts = absence.doubts;
  return inventory;
}

void fill_parts(Inventory& inventory)
{
  const auto& containers = inventory.resources[ResourceType::code_container];
  for (const auto type : {ResourceType::data_source, ResourceType::data_set, ResourceType::data_sink}) {
    for (auto& [id, live] : inventory.resources[type]) {
      const auto container = live.code_container_id ? containers.find(*live.code_container_id) : containers.end();
      if (container != containers.end()) {
        fill_from_container(live, container->second);
      }
    }
  }
  auto& sinks = inventory.resources[ResourceType::data_sink];
  for (const auto& [id, lookup] : inventory.resources[ResourceType::data_map]) {
    const auto sink = lookup.sink_id ? sinks.find(*lookup.sink_id) : sinks.end();
    if (sink != sinks.end()) {
      fill_from_lookup(sink->second, lookup);
    }
  }
}

} // namespace flowsync::exec
