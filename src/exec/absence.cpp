#include "exec/absence.hpp"

#include "base/parallel.hpp"

#include <fmt/format.h>

#include <optional>

namespace flowsync::exec {

namespace {

// The flow index holds sources, sets and sinks; of the others only a second walk tells.
bool agrees_with_index(const Walks& walks, ResourceType type, const nexla::Listing& listing)
{
  return has_status(type) && walks.flows && walks.flows->whole && ended_whole(listing) &&
         ids_of(*walks.flows, type) == ids_of(listing);
}

std::string doubt(ResourceType type, const nexla::Listing& first, const nexla::Listing& second)
{
  const auto path = type_path(type);
  for (const auto* const listing : {&first, &second}) {
    if (!listing->whole) {
      return fmt::format("the list of {} broke off, so what it lacks may exist", path);
    }
    if (!ended_whole(*listing)) {
      return fmt::format("the list of {} shows {} where its header says {}, so what it lacks may exist", path,
                         listing->items.size(), *listing->total_header);
    }
  }
  return fmt::format("two walks of the list of {} differ, so what it lacks may exist", path);
}

} // namespace

std::set<ResourceType> types_to_prove(const Desired& desired, const StateData& state)
{
  std::set<ResourceType> types;
  for (const auto& resource : desired.resources) {
    if (!resource.detected && !state.records.contains(resource.address)) {
      types.insert(resource.type);
    }
  }
  return types;
}

nexla::ApiResult<Absence> prove_absence(nexla::Api& api, const Walks& walks, const std::set<ResourceType>& needed,
                                        std::stop_token stop)
{
  Absence absence;
  std::vector<ResourceType> open;
  for (const auto& [type, listing] : walks.lists) {
    if (type == ResourceType::data_credential) {
      continue;
    }
    absence.proved[type] = agrees_with_index(walks, type, listing);
    if (!absence.proved[type] && needed.contains(type)) {
      open.push_back(type);
    }
  }
  std::vector<std::optional<nexla::ApiResult<nexla::Listing>>> again(open.size());
  call_each(open.size(), open.size(), [&](std::size_t i) { again[i].emplace(api.list(open[i], stop)); });
  for (std::size_t i = 0; i < open.size(); ++i) {
    if (!again[i]->ok()) {
      return again[i]->error();
    }
    const auto& first = walks.lists.at(open[i]);
    auto& second = again[i]->value();
    const bool same_twice = ended_whole(first) && ended_whole(second) && ids_of(first) == ids_of(second);
    absence.proved[open[i]] = same_twice || agrees_with_index(walks, open[i], second);
    if (!absence.proved[open[i]]) {
      absence.doubts.push_back(doubt(open[i], first, second));
    }
    absence.repeated.push_back(std::move(second));
  }
  return absence;
}

} // namespace flowsync::exec
