#include "view/review.hpp"

#include "base/natural_order.hpp"
#include "base/text.hpp"
#include "view/counted.hpp"
#include "view/moved_data.hpp"
#include "view/plan_words.hpp"
#include "view/shown_field.hpp"
#include "view/suspension.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace flowsync::view {

namespace {

using plan::Action;
using plan::Cause;
using plan::ResourceChange;

bool goes(const ResourceChange& change)
{
  return change.action == Action::remove || change.action == Action::replace;
}

Gravity gravity_of(const ResourceChange& change)
{
  switch (change.action) {
  case Action::remove:
  case Action::replace:
    return Gravity::removal;
  case Action::create:
    return Gravity::creation;
  case Action::read:
    return Gravity::detection;
  case Action::no_op:
  case Action::forget:
    return Gravity::adoption;
  case Action::update:
    break;
  }
  return change.re_ingests         ? Gravity::reading
         : undoes_in_nexla(change) ? Gravity::undoing
         : change.restarts         ? Gravity::restart
                                   : Gravity::change;
}

std::string flow_of(const Address& address)
{
  return address.flow.empty() ? address.text() : address.flow;
}

// In the order of the flow: what a change waits for comes first, so that a nexset stands behind its parents.
bool in_flow_order(const ReviewedChange& a, const ReviewedChange& b)
{
  const auto& left = *a.change;
  const auto& right = *b.change;
  if (left.address.kind != right.address.kind) {
    return left.address.kind < right.address.kind;
  }
  if (left.address.kind == ResourceKind::nexset && left.depends_on.size() != right.depends_on.size()) {
    return left.depends_on.size() < right.depends_on.size();
  }
  return natural_order(left.address.key, right.address.key) < 0;
}

bool by_address(const ResourceChange* a, const ResourceChange* b)
{
  const auto flows = natural_order(flow_of(a->address), flow_of(b->address));
  if (flows != 0) {
    return flows < 0;
  }
  return a->address.kind != b->address.kind ? a->address.kind < b->address.kind
                                            : natural_order(a->address.key, b->address.key) < 0;
}

std::vector<FlowReview> flows_of(std::vector<ReviewedChange> changes)
{
  std::map<std::string, FlowReview, NaturalLess> by_name;
  for (auto& change : changes) {
    auto& flow = by_name[flow_of(change.change->address)];
    flow.gravity = flow.changes.empty() ? change.gravity : std::min(flow.gravity, change.gravity);
    flow.changes.push_back(std::move(change));
  }
  std::vector<FlowReview> flows;
  for (auto& [name, flow] : by_name) {
    flow.name = name;
    std::sort(flow.changes.begin(), flow.changes.end(), in_flow_order);
    flows.push_back(std::move(flow));
  }
  std::stable_sort(flows.begin(), flows.end(),
                   [](const FlowReview& a, const FlowReview& b) { return a.gravity < b.gravity; });
  return flows;
}

void note_dangers(const ResourceChange& change, Review& review)
{
  if (change.action == Action::remove) {
    review.removed.push_back(&change);
  } else if (change.action == Action::replace) {
    review.replaced.push_back(&change);
  }
  if (change.re_ingests && change.action != Action::create) {
    review.reading.push_back(&change);
  }
  note_given_access(change, review.given);
  if (!moved_fields(change).empty()) {
    review.moved.push_back(&change);
  }
  if (undoes_in_nexla(change)) {
    review.undoing.push_back(&change);
  }
  for (const auto& affected : change.affects) {
    if (affected.address || !(goes(change) || has_status(change.type))) {
      continue;
    }
    const auto known = std::find_if(review.strangers.begin(), review.strangers.end(), [&](const Stranger& other) {
      return other.affected->type == affected.type && other.affected->id == affected.id;
    });
    if (known == review.strangers.end()) {
      review.strangers.push_back({&affected, &change});
    } else if (goes(change) || !goes(*known->change)) { // the one that hangs nearest above it
      known->change = &change;
    }
  }
}

} // namespace

bool undoes_in_nexla(const ResourceChange& change)
{
  return change.action == Action::update &&
         std::any_of(change.fields.begin(), change.fields.end(), [](const plan::FieldChange& field) {
           return field.cause == Cause::drift || field.cause == Cause::both;
         });
}

bool FlowReview::is_new() const
{
  return std::all_of(changes.begin(), changes.end(), [](const ReviewedChange& change) {
    return change.gravity == Gravity::creation || change.gravity == Gravity::detection;
  });
}

bool FlowReview::is_told() const
{
  return std::all_of(changes.begin(), changes.end(), [](const ReviewedChange& change) { return change.is_told(); });
}

bool FlowReview::is_suspension() const
{
  return std::all_of(changes.begin(), changes.end(),
                     [](const ReviewedChange& change) { return change.change->is_suspension(); });
}

bool Review::does_harm() const
{
  return !removed.empty() || !replaced.empty() || !reading.empty() || !moved.empty() || !given.empty() ||
         !strangers.empty() || !undoing.empty();
}

Review review_of(const plan::Plan& plan)
{
  Review review;
  review.touches = &plan.touches;
  std::vector<ReviewedChange> changes;
  std::vector<CausedField> fields;
  std::unordered_map<const ResourceChange*, std::size_t> counts;
  for (const auto& change : plan.changes) {
    if (change.reason == plan::Reason("removed_from_spec") && change.action == Action::no_op) {
      review.left_running.push_back(&change);
    }
  }
  for (const auto* const change : shown_changes(plan)) {
    note_dangers(*change, review);
    if (change->adopting) {
      review.adopted.push_back(change);
    }
    review.created += change->action == Action::create ? 1U : 0U;
    ReviewedChange reviewed{change, gravity_of(*change), shown_fields(change->fields), 0};
    if (change->action == Action::update) {
      counts[change] = reviewed.fields.size();
      for (auto& field : reviewed.fields) {
        fields.push_back({change, std::move(field)});
      }
      reviewed.fields.clear();
    }
    changes.push_back(std::move(reviewed));
  }
  review.causes = take_suspensions(fields);
  for (auto& cause : take_common_causes(fields)) {
    review.causes.push_back(std::move(cause));
  }
  std::unordered_map<const ResourceChange*, std::vector<plan::FieldChange>> rest;
  for (auto& [change, field] : fields) {
    rest[change].push_back(std::move(field));
  }
  for (auto& reviewed : changes) {
    if (const auto own = rest.find(reviewed.change); own != rest.end()) {
      reviewed.fields = std::move(own->second);
    }
    if (const auto all = counts.find(reviewed.change); all != counts.end()) {
      reviewed.told = all->second - reviewed.fields.size();
    }
    std::stable_sort(reviewed.fields.begin(), reviewed.fields.end(),
                     [](const auto& a, const auto& b) { return natural_order(a.path, b.path) < 0; });
  }
  review.flows = flows_of(std::move(changes));
  for (auto* const list : {&review.removed, &review.replaced, &review.reading, &review.moved, &review.undoing,
                           &review.left_running, &review.adopted}) {
    std::sort(list->begin(), list->end(), by_address);
  }
  return review;
}

std::vector<AlikeFlows> alike_flows(const std::vector<const ResourceChange*>& changes)
{
  std::map<std::string, std::vector<std::string>, NaturalLess> parts;
  std::vector<AlikeFlows> result;
  for (const auto* const change : changes) {
    const auto& address = change->address;
    if (address.flow.empty()) {
      result.push_back({{address.text()}, {}});
    } else {
      parts[address.flow].push_back(address.text().substr(address.flow.size() + 1));
    }
  }
  std::map<std::vector<std::string>, std::vector<std::string>> flows;
  for (const auto& [flow, of] : parts) {
    flows[of].push_back(flow);
  }
  for (auto& [of, names] : flows) {
    result.push_back({of, std::move(names)});
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const AlikeFlows& a, const AlikeFlows& b) { return a.flows.size() > b.flows.size(); });
  return result;
}

std::string flow_words(const FlowReview& flow)
{
  std::map<std::string_view, std::size_t> counts;
  bool restarts = false;
  for (const auto& reviewed : flow.changes) {
    const auto& change = *reviewed.change;
    restarts = restarts || change.restarts;
    ++counts[change.action == Action::remove    ? "destroy"
             : change.action == Action::replace ? "replace"
             : change.action == Action::update  ? "change"
             : change.action == Action::create  ? "add"
             : change.action == Action::read    ? "detect"
                                                : "adopt"];
  }
  std::vector<std::string> words;
  for (const auto* const verb : {"destroy", "replace", "change", "add", "adopt"}) {
    if (const auto found = counts.find(verb); found != counts.end()) {
      words.push_back(fmt::format("{} to {}", found->second, verb));
    }
  }
  if (words.empty()) {
    words.emplace_back("waits for Nexla to detect its data");
  }
  const auto any = [&](auto&& test) {
    return std::any_of(flow.changes.begin(), flow.changes.end(),
                       [&](const ReviewedChange& change) { return test(*change.change); });
  };
  const bool reads =
      any([](const ResourceChange& change) { return change.re_ingests && change.action != Action::create; });
  return fmt::format("{}{}{}{}", fmt::join(words, ", "), any(undoes_in_nexla) ? "; undoes a change made in Nexla" : "",
                     restarts ? "; restarts" : "", reads ? "; reads all data again" : "");
}

} // namespace flowsync::view
