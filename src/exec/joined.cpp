#include "exec/joined.hpp"

#include "exec/join.hpp"
#include "nexla/decode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace flowsync::exec {

namespace {

void add(Inventory& inventory, LiveResource resource)
{
  auto& of_type =
      facts(resource.type).listed == Listed::for_aliases ? inventory.credentials : inventory.resources[resource.type];
  const auto id = resource.id;
  const auto [place, fresh] = of_type.try_emplace(id, std::move(resource)); // leaves it alone where one is there
  if (fresh) {
    return;
  }
  auto& known = place->second;
  if (!is_newer(resource, known)) {
    fill_from(known, std::move(resource));
    return;
  }
  fill_from(resource, std::move(known));
  known = std::move(resource);
}

// What the flow index says otherwise than the list of the type.
void compare_with_list(Inventory& inventory, const LiveResource& element)
{
  const auto* const listed = inventory.find(element.type, element.id);
  if (listed == nullptr) {
    return;
  }
  const auto note = [&](const char* field, const std::string& one, const std::string& another) {
    if (one.empty() || another.empty() || one == another) {
      return;
    }
    auto counted = fmt::format("the list of {}", type_path(element.type));
    std::string other = "the list of flows";
    if (is_newer(element, *listed)) {
      std::swap(counted, other);
    }
    inventory.disagreements.insert({element.type, element.id, field, counted, other});
  };
  note("name", listed->name, element.name);
  note("description", listed->description, element.description);
  note("status", listed->status, element.status);
}

// By their own list and by the flow index, either of which may leave out names, members or whole projects.
std::vector<LiveProject> projects_in(const Walks& walks)
{
  std::map<ResourceId, LiveProject> known;
  for (const auto& project : walks.flows ? walks.flows->projects : std::vector<LiveProject>{}) {
    known.emplace(project.id, project);
  }
  const auto list = walks.lists.find(ResourceKind::project);
  for (const auto& item : list != walks.lists.end() ? list->second.items : std::vector<LiveResource>{}) {
    auto& project = known.try_emplace(item.id, LiveProject{item.id, "", {}}).first->second;
    project.name = item.name.empty() ? project.name : item.name;
    auto& nodes = project.flow_nodes;
    const auto told = nexla::member_nodes(item.body);
    nodes.insert(nodes.end(), told.begin(), told.end());
    std::sort(nodes.begin(), nodes.end());
    nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  }
  std::vector<LiveProject> projects;
  for (auto& [id, project] : known) {
    projects.push_back(std::move(project));
  }
  return projects;
}

} // namespace

Inventory joined(Walks walks, Absence absence)
{
  Inventory inventory;
  inventory.projects = projects_in(walks);
  for (auto& [type, listing] : walks.lists) {
    for (auto& item : std::exchange(listing.items, {})) { // each list goes before the next one comes
      add(inventory, std::move(item));
    }
  }
  for (auto& listing : absence.repeated) {
    for (auto& item : listing.items) {
      add(inventory, std::move(item));
    }
  }
  if (walks.flows) {
    for (auto& element : walks.flows->resources) {
      compare_with_list(inventory, element);
      add(inventory, std::move(element));
    }
  }
  for (const auto& [type, id] : absence.gone) {
    inventory.resources[type].erase(id);
  }
  inventory.proved = std::move(absence.proved);
  inventory.doubts = std::move(absence.doubts);
  return inventory;
}

void fill_parts(Inventory& inventory)
{
  const auto& containers = inventory.resources[ResourceKind::code];
  for (const auto kind : kinds_in_flow()) {
    for (auto& [id, live] : inventory.resources[kind]) {
      const auto named = container_of(live);
      const auto container = named ? containers.find(*named) : containers.end();
      if (container == containers.end()) {
        continue;
      }
      if (auto found = fill_from_container(live, container->second)) {
        inventory.disagreements.insert(std::move(*found));
      }
    }
  }
  auto& sinks = inventory.resources[ResourceKind::sink];
  for (auto& [id, sink] : sinks) {
    if (sink.body.contains("data_map")) { // a list tells its name and no more
      sink.borrowed.emplace("data_map");
    }
  }
  for (const auto& [id, lookup] : inventory.resources[ResourceKind::lookup]) {
    const auto sink = lookup.sink_id ? sinks.find(*lookup.sink_id) : sinks.end();
    if (sink != sinks.end()) {
      fill_from_lookup(sink->second, lookup);
    }
  }
}

} // namespace flowsync::exec
