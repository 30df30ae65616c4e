#include "exec/absence.hpp"
#include "exec/full_lists.hpp"
#include "exec/inventory.hpp"
#include "exec/join.hpp"
#include "exec/joined.hpp"
#include "exec/parts.hpp"
#include "exec/single_reads.hpp"
#include "exec/survey_guard.hpp"
#include "exec/walks.hpp"
#include "model/habits.hpp"
#include "nexla/installation.hpp"
#include "plan/planner.hpp"
#include "plan/tree.hpp"

#include <algorithm>

namespace flowsync::exec {

namespace {

// Of everything that has a record and was not read, what was observed last.
std::size_t trust_records(Inventory& inventory, const StateData& state)
{
  std::size_t trusted = 0;
  for (const auto& [address, record] : state.records) {
    auto& of_type = inventory.resources[record.type];
    const auto live = of_type.find(record.id);
    if (live != of_type.end() && !live->second.read_alone && !record.observed.is_null()) {
      plan::trust_observation(live->second, record);
      ++trusted;
    }
  }
  return trusted;
}

// A recorded resource that proves to be gone gives its place to another that carries its mark, which is to be read too.
std::vector<plan::LiveKey> reads_after_losses(const Desired& desired, const Inventory& inventory,
                                              const StateData& state, const std::vector<plan::LiveKey>& done, bool full,
                                              const Targets& targets)
{
  if (inventory.missing.empty()) {
    return {};
  }
  auto more = plan::reads_needed(desired, inventory, state, full, targets);
  std::erase_if(more, [&](const plan::LiveKey& key) {
    const auto* const live = inventory.find(key.first, key.second);
    return live == nullptr || live->read_alone || std::find(done.begin(), done.end(), key) != done.end();
  });
  return more;
}

// What the lists tell of the server.
std::set<std::string> habits_of(const Walks& walks)
{
  std::set<std::string> habits;
  const auto& sources = walks.lists.at(ResourceKind::source).items;
  if (std::any_of(sources.begin(), sources.end(),
                  [](const LiveResource& live) { return live.body.contains("source_config"); })) {
    habits.emplace(habit::k_config_in_lists);
  }
  if (!walks.flows) {
    habits.emplace(habit::k_flows_unreadable);
  }
  return habits;
}

// Whether a read of a derived set by itself showed its transform.
bool shows_transform_in_nexset(const Inventory& inventory)
{
  const auto sets = inventory.resources.find(ResourceKind::nexset);
  return sets != inventory.resources.end() &&
         std::any_of(sets->second.begin(), sets->second.end(), [](const auto& set) {
           return set.second.read_alone && set.second.parent_set_id && shows_transform(set.second);
         });
}

std::set<Read> keys_of(const std::vector<LiveResource>& resources)
{
  std::set<Read> keys;
  for (const auto& live : resources) {
    keys.emplace(live.type, live.id);
  }
  return keys;
}

bool any_transform(const Desired& desired)
{
  return std::any_of(desired.resources.begin(), desired.resources.end(),
                     [](const DesiredResource& resource) { return resource.document.contains("transform"); });
}

} // namespace

nexla::ApiResult<Survey> survey(nexla::Api& api, const Desired& desired, const StateData& state,
                                const SurveyOptions& options, Clock& clock, std::stop_token stop)
{
  const auto requests_before = api.requests();
  auto identity = api.identify(stop);
  if (!identity) {
    return identity.error();
  }
  check_identity(*identity, desired.environment, state);
  identity->installation = nexla::installation_of(desired.environment.url);

  auto walks = walk(api, scope_of(desired, state), stop);
  if (!walks) {
    return walks.error();
  }
  auto absence = prove_absence(api, *walks, types_to_prove(desired, state), clock, stop);
  if (!absence) {
    return absence.error();
  }
  Survey result;
  result.identity = std::move(*identity);
  auto& inventory = result.inventory;
  result.habits = habits_of(*walks);
  const bool index_missing = !walks->flows;
  const auto index_problem = walks->flows_problem;
  inventory = joined(std::move(*walks), std::move(*absence));
  inventory.server_time = api.server_time();
  fill_parts(inventory);

  result.refresh.mode = options.mode == RefreshMode::full ? "full" : "auto";
  if (options.mode == RefreshMode::automatic && index_missing) {
    result.refresh.why = "the flow index cannot be read (" + index_problem + ")";
  } else if (options.mode == RefreshMode::automatic && state.facts.contains(std::string(habit::k_updated_at_frozen))) {
    result.refresh.why = "this server does not move updated_at when something is written";
  }
  const bool full = options.mode == RefreshMode::full || !result.refresh.why.empty();
  auto reads = plan::reads_needed(desired, inventory, state, full, options.targets);
  const auto threads = static_cast<std::size_t>(std::max(1, desired.environment.limits.parallelism));
  if (!full) {
    auto lists = read_in_lists(api, reads, inventory, stop);
    if (!lists) {
      return lists.error();
    }
    if (lists->given == true) {
      result.habits.emplace(habit::k_full_lists);
    }
    const auto seen = keys_of(lists->readings.shown);
    std::erase_if(reads, [&](const Read& read) { return seen.contains(read); });
    take_in(inventory, std::move(lists->readings));
  }
  auto alone = read_alone(api, reads, threads, stop);
  if (!alone) {
    return alone.error();
  }
  take_in(inventory, std::move(*alone));
  if (const auto more = reads_after_losses(desired, inventory, state, reads, full, options.targets); !more.empty()) {
    auto after = read_alone(api, more, threads, stop);
    if (!after) {
      return after.error();
    }
    take_in(inventory, std::move(*after));
    reads.insert(reads.end(), more.begin(), more.end());
  }
  fill_parts(inventory);
  if (shows_transform_in_nexset(inventory)) {
    result.habits.emplace(habit::k_transform_in_nexset);
  }
  if (any_transform(desired)) {
    auto transforms = read_transforms(api, reads, inventory, threads, stop);
    if (!transforms) {
      return transforms.error();
    }
    take_in(inventory, std::move(*transforms));
    fill_parts(inventory);
  }
  auto needed = plan::parts_needed(desired, inventory, state, options.targets);
  auto parts =
      read_parts(api, {desired, result.identity, std::move(needed.keys), std::move(needed.owners)}, threads, stop);
  if (!parts) {
    return parts.error();
  }
  take_in(inventory, std::move(*parts));
  result.refresh.read = reads.size();
  result.refresh.skipped = trust_records(inventory, state);
  result.requests = api.requests() - requests_before;
  return result;
}

} // namespace flowsync::exec
