#include "sim/lifecycle.hpp"

#include "sim/detection.hpp"
#include "sim/docs.hpp"
#include "sim/flow_triggers.hpp"
#include "sim/maps.hpp"
#include "sim/own_code.hpp"
#include "sim/tree.hpp"
#include "sim/writes.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::sim {

using nlohmann::json;

namespace {

// What a verb moves. Generated sources move with their sink, and what is below them in turn.
std::vector<ObjectPtr> reached(const World& world, const ObjectPtr& object, Reach reach)
{
  if (reach == Reach::self) {
    return {object};
  }
  if (reach == Reach::own) {
    std::vector<ObjectPtr> result{object};
    for (const auto id : object->kind == Kind::source ? world.sets_of_source(object->id) : std::set<Id>()) {
      result.push_back(world.find(Kind::set, id));
    }
    for (const auto id : object->kind == Kind::sink ? world.sources_of_sink(object->id) : std::set<Id>()) {
      result.push_back(world.find(Kind::source, id));
    }
    return result;
  }
  auto result = downstream(world, reach == Reach::tree ? origin_of(world, *object) : object);
  for (std::size_t i = 0; i < result.size(); ++i) {
    if (result[i]->kind != Kind::sink) {
      continue;
    }
    for (const auto id : world.sources_of_sink(result[i]->id)) {
      for (auto& below : downstream(world, world.find(Kind::source, id))) {
        const auto known = [&](const ObjectPtr& other) { return other->node_id == below->node_id; };
        if (std::none_of(result.begin(), result.end(), known)) {
          result.push_back(std::move(below));
        }
      }
    }
  }
  return result;
}

void check_source_cap(const Context& context)
{
  const auto cap = context.switches.number<"source_cap">();
  if (cap == 0) {
    return;
  }
  const auto& sources = context.world.all(Kind::source);
  const auto running =
      std::count_if(sources.begin(), sources.end(), [](const auto& entry) { return is_running(*entry.second); });
  if (running >= cap) {
    throw Refusal(403, "AUTH_004", "the account's limit of active sources is reached (SOURCE_COUNT_CAPPED)");
  }
}

void start(Context& context, const Object& before)
{
  if (before.kind == Kind::source) {
    check_source_cap(context);
  }
  Object object = before;
  object.status = "ACTIVE";
  touch_status(context, object);
  if (object.kind == Kind::source) { // activation reads at once
    json runs = object.field("run_ids").is_array() ? object.fields["run_ids"] : json::array();
    runs.insert(runs.begin(), json{{"id", context.now_ms}, {"created_at", timestamp(context.now_ms)}});
    while (runs.size() > 10) {
      runs.erase(runs.size() - 1);
    }
    object.fields["run_ids"] = std::move(runs);
  }
  const auto id = object.id;
  const bool source = object.kind == Kind::source;
  context.world.put(std::move(object));
  if (source) {
    context.detection.started(context, id);
  }
}

void stop(Context& context, const Object& before)
{
  Object object = before;
  if (before.status == "INIT") {
    const auto choice = context.switches.at<"pause_init">();
    if (choice == "refused") {
      throw Refusal(400, "",
                    fmt::format("{} {} was never activated and cannot be paused", word_of(before.kind), before.id));
    }
    if (choice == "stays") {
      return;
    }
  }
  object.status = "PAUSED";
  touch_status(context, object);
  context.world.put(std::move(object));
}

int active_code(const Context& context)
{
  return context.switches.at<"delete_active_code">() == "400" ? 400 : 405;
}

void erase(Context& context, const Object& object)
{
  Object last = object;
  drop_own_container(context, last);
  if (object.kind == Kind::set) {
    remove_docs(context, object.id);
  }
  if (object.node_id != 0) {
    remove_triggers_of(context, object.node_id);
  }
  context.world.erase(object.kind, object.id);
}

// What goes with an object: all below it and, as the switch says, the sources generated from sinks among that.
std::vector<ObjectPtr> doomed(const Context& context, const ObjectPtr& object)
{
  if (context.switches.at<"generated_source">() == "delete") {
    return reached(context.world, object, Reach::below);
  }
  return downstream(context.world, object);
}

void erase_below(Context& context, const ObjectPtr& object)
{
  auto all = doomed(context, object);
  for (const auto& each : all) {
    if (is_running(*each)) {
      throw still_active(*each, active_code(context), "deletion");
    }
  }
  // The lookup of a sink stays when the sink alone is deleted (API notes C2).
  const bool maps = object->kind != Kind::sink && context.switches.at<"maps_with_flow">() == "delete";
  for (auto each = all.rbegin(); each != all.rend(); ++each) {
    const auto& map_id = (*each)->field("data_map_id");
    if (maps && !map_id.is_null()) {
      context.world.erase(Kind::map, map_id.get<Id>());
    }
    erase(context, **each);
  }
}

// The sets of a source that goes away begin flows of their own.
void orphan_sets(Context& context, const Object& source)
{
  const auto ids = context.world.sets_of_source(source.id);
  for (const auto id : ids) {
    Object set = *context.world.find(Kind::set, id);
    set.source_id = 0;
    set.parent_node_id = 0;
    set.origin_node_id = set.node_id;
    context.world.put(set);
    for (const auto& below : downstream(context.world, context.world.find(Kind::set, id))) {
      Object moved = *below;
      moved.origin_node_id = set.node_id;
      context.world.put(std::move(moved));
    }
  }
}

void remove_credential(Context& context, const Object& credential)
{
  if (context.switches.at<"credential_in_use">() == "refuse") {
    for (const auto kind : {Kind::source, Kind::sink, Kind::container}) {
      for (const auto& [id, user] : context.world.all(kind)) {
        if (user->credential_id == credential.id) {
          throw Refusal(static_cast<int>(context.switches.number<"in_use_code">()), "",
                        fmt::format("data_credential {} is used by {} {}", credential.id, word_of(kind), id));
        }
      }
    }
  }
  context.world.erase(Kind::credential, credential.id);
}

void remove_project(Context& context, const Object& project)
{
  const auto nodes = context.world.origins_of_project(project.id);
  for (const auto node : nodes) {
    Object origin = *context.world.at_node(node);
    origin.project_id = 0;
    context.world.put(std::move(origin));
  }
  context.world.erase(Kind::project, project.id);
}

void remove_source(Context& context, const ObjectPtr& source)
{
  const auto choice = context.switches.at<"source_delete">();
  if (choice == "delete") {
    erase_below(context, source);
    return;
  }
  if (choice == "refuse" && !context.world.sets_of_source(source->id).empty()) {
    throw Refusal(400, "", fmt::format("data_source {} has data_sets", source->id));
  }
  orphan_sets(context, *source);
  erase(context, *source);
}

} // namespace

void apply_verb(Context& context, const ObjectPtr& object, Verb verb, Reach reach)
{
  for (const auto& each : reached(context.world, object, reach)) {
    if (verb == Verb::activate && each->status != "ACTIVE") {
      start(context, *each);
    } else if (verb == Verb::pause && each->status != "PAUSED") {
      stop(context, *each);
    }
  }
}

void remove(Context& context, const ObjectPtr& object)
{
  if (is_resource(object->kind) && is_running(*object)) {
    throw still_active(*object, active_code(context), "deletion");
  }
  switch (object->kind) {
  case Kind::credential:
    remove_credential(context, *object);
    return;
  case Kind::source:
    remove_source(context, object);
    return;
  case Kind::set: {
    const auto& world = context.world;
    const bool used = !world.sets_of_set(object->id).empty() || !world.sinks_of_set(object->id).empty();
    if (used && context.switches.at<"set_delete">() == "refuse") {
      throw Refusal(400, "", fmt::format("data_set {} has data_sets or data_sinks below it", object->id));
    }
    erase_below(context, object);
    return;
  }
  case Kind::sink:
    erase_below(context, object);
    return;
  case Kind::project:
    remove_project(context, *object);
    return;
  case Kind::container:
    remove_container(context, *object);
    return;
  case Kind::map:
    remove_map(context, *object);
    return;
  case Kind::doc:
  case Kind::channel:
  case Kind::notification:
  case Kind::trigger:
    context.world.erase(object->kind, object->id);
    return;
  }
}

void remove_flow(Context& context, const ObjectPtr& object, Reach reach)
{
  erase_below(context, reach == Reach::tree ? origin_of(context.world, *object) : object);
}

void archive(Context& context, const ObjectPtr& object)
{
  for (const auto& each : downstream(context.world, object)) {
    Object asleep = *each;
    asleep.status = "Archived";
    context.world.put(std::move(asleep));
  }
}

} // namespace flowsync::sim
