#include "exec/single_reads.hpp"

#include "base/parallel.hpp"
#include "exec/join.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>

namespace flowsync::exec {

namespace {

using nexla::ApiError;

struct Asked
{
  std::vector<Read> reads;
  nexla::Expand expand;
  std::size_t threads;
};

std::vector<std::optional<nexla::ApiResult<LiveResource>>>
get_all(nexla::Api& api, const Asked& asked, const std::stop_token& stop, const std::function<void()>& one_done = {})
{
  std::vector<std::optional<nexla::ApiResult<LiveResource>>> replies(asked.reads.size());
  call_each(asked.reads.size(), asked.threads, [&](std::size_t i) {
    replies[i].emplace(api.get(asked.reads[i].first, asked.reads[i].second, asked.expand, stop));
    if (one_done) {
      one_done();
    }
  });
  return replies;
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
    at = inventory.find(ResourceKind::nexset, *at->parent_set_id);
  }
  return std::nullopt;
}

// Whether a derived set may have a transform of its own that did not show, or not as a whole.
bool lacks_transform(const Inventory& inventory, const LiveResource& set)
{
  if (!set.parent_set_id || (set.body.contains("transform") && !set.borrowed.contains("transform"))) {
    return false;
  }
  const auto named = container_of(set);
  const auto* const container = named ? inventory.find(ResourceKind::code, *named) : nullptr;
  return container == nullptr || container->body.value("reusable", nlohmann::json()) != true;
}

std::vector<Read> without_transform(const std::vector<Read>& reads, const Inventory& inventory)
{
  std::vector<Read> sets;
  std::copy_if(reads.begin(), reads.end(), std::back_inserter(sets), [&](const Read& key) {
    const auto* const set = key.first == ResourceKind::nexset ? inventory.find(key.first, key.second) : nullptr;
    return set != nullptr && lacks_transform(inventory, *set);
  });
  return sets;
}

void keep_reading(Inventory& inventory, LiveResource reply)
{
  auto& place = inventory.resources[reply.type][reply.id];
  reply.read_alone = true;
  const auto container_date = place.code_container_updated_at;
  fill_from(reply, std::move(place));
  reply.code_container_updated_at = container_date;
  place = std::move(reply);
}

// What may go wrong where a way to read is only tried.
bool says_no(const ApiError& error)
{
  return error.kind == ApiError::Kind::absent || error.kind == ApiError::Kind::forbidden ||
         error.kind == ApiError::Kind::refused;
}

} // namespace

nexla::ApiResult<Readings> read_alone(nexla::Api& api, const std::vector<Read>& reads, std::size_t threads,
                                      std::stop_token stop, const std::function<void()>& one_done)
{
  Readings readings;
  auto replies = get_all(api, {reads, nexla::Expand::no, threads}, stop, one_done);
  for (std::size_t i = 0; i < reads.size(); ++i) {
    if (replies[i]->ok()) {
      readings.shown.push_back(std::move(replies[i]->value()));
      continue;
    }
    const auto& error = replies[i]->error();
    if (error.kind == ApiError::Kind::absent) {
      readings.missing[reads[i]] = Inventory::Missing::absent;
    } else if (error.kind == ApiError::Kind::forbidden) {
      readings.missing[reads[i]] = Inventory::Missing::forbidden;
    } else {
      return error;
    }
  }
  return readings;
}

nexla::ApiResult<Readings> read_transforms(nexla::Api& api, const std::vector<Read>& sets, const Inventory& inventory,
                                           std::size_t threads, std::stop_token stop)
{
  const auto without = without_transform(sets, inventory);
  std::set<Read> sources;
  std::map<Read, ResourceId> source_of;
  for (const auto& set : without) {
    if (const auto source = source_above(inventory, *inventory.find(set.first, set.second))) {
      sources.emplace(ResourceKind::source, *source);
      source_of.emplace(set, *source);
    }
  }
  Readings readings;
  for (auto& reply : get_all(api, {{sources.begin(), sources.end()}, nexla::Expand::yes, threads}, stop)) {
    if (reply->ok()) {
      readings.expanded_sources.push_back(std::move(reply->value()));
    } else if (!says_no(reply->error())) {
      return reply->error();
    }
  }
  std::vector<Read> left;
  std::copy_if(without.begin(), without.end(), std::back_inserter(left), [&](const Read& read) {
    auto set = *inventory.find(read.first, read.second);
    const auto above = source_of.find(read);
    for (const auto& source : readings.expanded_sources) {
      if (above != source_of.end() && source.id == above->second) {
        fill_from_source(set, source);
      }
    }
    return lacks_transform(inventory, set);
  });
  for (auto& reply : get_all(api, {left, nexla::Expand::yes, threads}, stop)) {
    if (reply->ok()) {
      readings.shown.push_back(std::move(reply->value()));
    } else if (!says_no(reply->error())) {
      return reply->error();
    }
  }
  return readings;
}

void take_in(Inventory& inventory, Readings readings)
{
  for (const auto& source : readings.expanded_sources) {
    for (auto& [id, set] : inventory.resources[ResourceKind::nexset]) {
      fill_from_source(set, source);
    }
  }
  for (auto& reply : readings.shown) {
    keep_reading(inventory, std::move(reply));
  }
  for (const auto& [read, missing] : readings.missing) {
    inventory.missing[read] = missing;
  }
}

} // namespace flowsync::exec
