#include "exec/single_reads.hpp"

#include "base/parallel.hpp"
#include "exec/join.hpp"

#include <map>
#include <optional>
#include <set>

namespace flowsync::exec {

namespace {

using nexla::ApiError;

std::vector<std::optional<nexla::ApiResult<LiveResource>>> get_all(nexla::Api& api, const std::vector<Read>& reads,
                                                                   nexla::Expand expand, std::size_t threads,
                                                                   const std::stop_token& stop,
                                                                   const std::function<void()>& one_done = {})
{
  std::vector<std::optional<nexla::ApiResult<LiveResource>>> replies(reads.size());
  call_each(reads.size(), threads, [&](std::size_t i) {
    replies[i].emplace(api.get(reads[i].first, reads[i].second, expand, stop));
    if (one_done) {
      one_done();
    }
  });
  return replies;
}

void keep(Inventory& inventory, LiveResource reply)
{
  auto& place = inventory.resources[reply.type][reply.id];
  reply.read_alone = true;
  const auto container_date = place.code_container_updated_at;
  fill_from(reply, place);
  reply.code_container_updated_at = container_date;
  place = std::move(reply);
}

// The source at the top of a set's flow, as far as the inventory knows the way.
std::optional<ResourceId> source_above(const Inventory& inventory, const LiveResource& set)
{
  const auto* at = &set;
  std::set<ResourceId> passed;
  while (at != nullptr && passed.insert(at->id).second) {
    if (!at->parent_set_id) {
      return at->source_id;
    }
    at = inventory.find(ResourceType::data_set, *at->parent_set_id);
  }
  return std::nullopt;
}

// The sets that a source's expanded reply shows with their transforms.
void keep_transforms(Inventory& inventory, const LiveResource& source)
{
  const auto sets = source.body.find("data_sets");
  if (sets == source.body.end() || !sets->is_array()) {
    return;
  }
  for (const auto& shown : *sets) {
    if (!shown.is_object() || !shown.contains("id") || !shown["id"].is_number_integer() ||
        !shown.contains("transform") || !shown["transform"].is_object()) {
      continue;
    }
    auto& known = inventory.resources[ResourceType::data_set];
    const auto set = known.find(shown["id"].get<ResourceId>());
    if (set != known.end() && !set->second.body.contains("transform")) {
      set->second.body["transform"] = shown["transform"];
    }
  }
}

} // namespace

nexla::ApiResult<Done> read_alone(nexla::Api& api, const std::vector<Read>& reads, std::size_t threads,
                                  Inventory& inventory, std::stop_token stop, const std::function<void()>& one_done)
{
  auto replies = get_all(api, reads, nexla::Expand::no, threads, stop, one_done);
  for (std::size_t i = 0; i < reads.size(); ++i) {
    if (replies[i]->ok()) {
      keep(inventory, std::move(replies[i]->value()));
      continue;
    }
    const auto& error = replies[i]->error();
    if (error.kind == ApiError::Kind::absent) {
      inventory.missing[reads[i]] = Inventory::Missing::absent;
    } else if (error.kind == ApiError::Kind::forbidden) {
      inventory.missing[reads[i]] = Inventory::Missing::forbidden;
    } else {
      return error;
    }
  }
  return Done{};
}

nexla::ApiResult<Done> read_transforms(nexla::Api& api, const std::vector<Read>& sets, std::size_t threads,
                                       Inventory& inventory, std::stop_token stop)
{
  std::set<Read> sources;
  for (const auto& [type, id] : sets) {
    const auto* const set = type == ResourceType::data_set ? inventory.find(type, id) : nullptr;
    if (set == nullptr || set->body.contains("transform") || !set->parent_set_id) {
      continue;
    }
    if (const auto source = source_above(inventory, *set)) {
      sources.emplace(ResourceType::data_source, *source);
    }
  }
  const std::vector<Read> expanded(sources.begin(), sources.end());
  for (auto& reply : get_all(api, expanded, nexla::Expand::yes, threads, stop)) {
    if (reply->ok()) {
      keep_transforms(inventory, reply->value());
    } else if (reply->error().kind != ApiError::Kind::absent && reply->error().kind != ApiError::Kind::forbidden) {
      return reply->error();
    }
  }
  return Done{};
}

} // namespace flowsync::exec
