#include "exec/walks.hpp"

#include "base/parallel.hpp"
#include "exec/agreement.hpp"

#include <algorithm>
#include <functional>

namespace flowsync::exec {

namespace {

using nexla::ApiError;

// Errors of the flow index that its content explains: the lists can do without it (API notes G10).
bool can_be_missed(const ApiError& error)
{
  using Kind = ApiError::Kind;
  return error.kind == Kind::malformed || error.kind == Kind::absent || error.kind == Kind::refused;
}

bool speaks_of(ResourceKind type, const DesiredResource& desired)
{
  switch (type) {
  case ResourceKind::code: // it carries the code of inline transforms and of scripts
    return desired.type == type || desired.document.contains("transform") ||
           desired.document.contains("code_container");
  case ResourceKind::lookup: // it shows what a sink fills
    return desired.type == type || desired.document.contains("data_map");
  case ResourceKind::project: // flows name those that they join
    return desired.type == type || desired.joins_project();
  default:
    return desired.type == type;
  }
}

// Without any record the marks of kinds that nothing speaks of are looked for as well, but of those that a key or an
// installation may not have.
bool is_needed(const KindFacts& kind, const Desired& desired, const StateData& state)
{
  const auto type = kind.kind;
  return kind.listed != Listed::if_named || (state.records.empty() && kind.sought) ||
         std::any_of(desired.resources.begin(), desired.resources.end(),
                     [&](const DesiredResource& resource) { return speaks_of(type, resource); }) ||
         std::any_of(state.records.begin(), state.records.end(),
                     [&](const auto& record) { return record.second.type == type; }) ||
         std::any_of(desired.environment.adopt.begin(), desired.environment.adopt.end(),
                     [&](const auto& entry) { return entry.first.kind == type; });
}

} // namespace

SurveyScope scope_of(const Desired& desired, const StateData& state)
{
  SurveyScope scope;
  for (const auto& kind : all_kinds()) {
    if (is_needed(kind, desired, state)) {
      scope.types.push_back(kind.kind);
    }
  }
  return scope;
}

nexla::ApiResult<Walks> walk(nexla::Api& api, const SurveyScope& scope, std::stop_token stop)
{
  const auto began = server_time_of(api);
  std::vector<std::optional<nexla::ApiResult<nexla::Listing>>> lists(scope.types.size());
  std::optional<nexla::ApiResult<nexla::FlowIndex>> flows;

  std::vector<std::function<void()>> calls;
  calls.emplace_back([&] { flows.emplace(api.flows(stop)); });
  for (std::size_t i = 0; i < scope.types.size(); ++i) {
    calls.emplace_back([&, i] { lists[i].emplace(api.list(scope.types[i], stop)); });
  }
  call_each(calls.size(), calls.size(), [&](std::size_t i) { calls[i](); });

  Walks walks;
  walks.began = began;
  for (std::size_t i = 0; i < scope.types.size(); ++i) {
    if (!lists[i]->ok()) {
      return lists[i]->error();
    }
    walks.lists.emplace(scope.types[i], std::move(lists[i]->value()));
  }
  if (flows->ok()) {
    walks.flows = std::move(flows->value());
  } else if (can_be_missed(flows->error())) {
    walks.flows_problem = flows->error().text();
  } else {
    return flows->error();
  }
  return walks;
}

bool ended_whole(const nexla::Listing& listing)
{
  return listing.whole && (!listing.total_header || *listing.total_header == listing.items.size());
}

std::set<ResourceId> ids_of(const nexla::Listing& listing)
{
  std::set<ResourceId> ids;
  for (const auto& item : listing.items) {
    ids.insert(item.id);
  }
  return ids;
}

std::set<ResourceId> ids_of(const nexla::FlowIndex& index, ResourceKind type)
{
  std::set<ResourceId> ids;
  for (const auto& resource : index.resources) {
    if (resource.type == type) {
      ids.insert(resource.id);
    }
  }
  return ids;
}

} // namespace flowsync::exec
