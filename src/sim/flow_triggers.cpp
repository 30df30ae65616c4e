#include "sim/flow_triggers.hpp"

#include "sim/change.hpp"
#include "sim/writes.hpp"

#include <fmt/format.h>

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr auto k_trigger_fields = std::to_array<FieldRule>({
    {"triggering_resource_type", FieldType::text, k_on_create | k_required},
    {"triggering_resource_id", FieldType::integer, k_on_create | k_required},
    {"triggering_event_type", FieldType::text, k_on_create | k_required},
    {"triggered_resource_type", FieldType::text, k_on_create | k_required},
    {"triggered_resource_id", FieldType::integer, k_on_create | k_required},
    {"triggered_event_type", FieldType::text, k_on_create},
});

ObjectPtr resource_of(const Context& context, const json& body, const std::string& side)
{
  const auto type = body.at(side + "_resource_type").get<std::string>();
  if (type != "data_source" && (type != "data_sink" || side == "triggered")) {
    throw invalid(fmt::format("{}_resource_type cannot be {}", side, type), side + "_resource_type");
  }
  const auto id = body.at(side + "_resource_id").get<Id>();
  return require(context, type == "data_source" ? Kind::source : Kind::sink, id, Role::operate);
}

void check_events(const json& body, const Object& triggering)
{
  const auto* const event = triggering.kind == Kind::source ? "READ_DONE" : "WRITE_DONE";
  if (body.at("triggering_event_type") != event) {
    throw invalid(fmt::format("triggering_event_type of a {} must be {}", word_of(triggering.kind), event),
                  "triggering_event_type");
  }
  if (body.value("triggered_event_type", std::string("READ_START")) != "READ_START") {
    throw invalid("triggered_event_type must be READ_START", "triggered_event_type");
  }
}

// Whether one flow runs, over any number of triggers, after another.
bool runs_after(const World& world, Id later, Id earlier)
{
  std::set<Id> reached{earlier};
  std::vector<Id> open{earlier};
  while (!open.empty()) {
    const auto origin = open.back();
    open.pop_back();
    if (origin == later) {
      return true;
    }
    for (const auto& [id, trigger] : world.all(Kind::trigger)) {
      const auto from = world.at_node(trigger->parent_node_id);
      if (from && from->origin_node_id == origin && reached.insert(trigger->origin_node_id).second) {
        open.push_back(trigger->origin_node_id);
      }
    }
  }
  return false;
}

} // namespace

ObjectPtr create_trigger(Context& context, json body)
{
  check_fields(context, body, k_trigger_fields, k_on_create);
  const auto triggering = resource_of(context, body, "triggering");
  const auto triggered = resource_of(context, body, "triggered");
  check_events(body, *triggering);
  if (runs_after(context.world, triggering->origin_node_id, triggered->origin_node_id)) {
    throw invalid("a flow cannot be triggered by itself, or by what it triggers");
  }
  Object trigger = make_object(context, Kind::trigger);
  trigger.status = "ACTIVE";
  trigger.parent_node_id = triggering->node_id;
  trigger.origin_node_id = triggered->origin_node_id;
  copy_fields(trigger, body,
              {"triggering_resource_type", "triggering_resource_id", "triggering_event_type", "triggered_resource_type",
               "triggered_resource_id"});
  trigger.fields["triggered_event_type"] = "READ_START";
  return keep(context, std::move(trigger));
}

json render_trigger(const Object& trigger)
{
  json reply = trigger.fields;
  reply["id"] = trigger.id;
  reply["owner_id"] = trigger.owner_id;
  reply["org_id"] = trigger.org_id;
  reply["status"] = trigger.status;
  reply["triggering_flow_node_id"] = trigger.parent_node_id;
  reply["triggered_origin_node_id"] = trigger.origin_node_id;
  reply["created_at"] = timestamp(trigger.created_ms);
  reply["updated_at"] = timestamp(trigger.updated_ms);
  return reply;
}

ObjectPtr trigger_verb(Context& context, const Object& before, const std::string& verb)
{
  Object trigger = before;
  trigger.status = verb == "activate" ? "ACTIVE" : "PAUSED";
  touch_status(context, trigger);
  return keep(context, std::move(trigger));
}

void remove_triggers_of(Context& context, Id node_id)
{
  const auto ids = context.world.triggers_of_node(node_id); // a copy: erasing one moves it in the index
  for (const auto id : ids) {
    context.world.erase(Kind::trigger, id);
  }
}

} // namespace flowsync::sim
