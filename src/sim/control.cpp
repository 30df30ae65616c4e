#include "sim/control.hpp"

#include "sim/accessors.hpp"
#include "sim/detection.hpp"
#include "sim/fields.hpp"
#include "sim/lifecycle.hpp"
#include "sim/map_entries.hpp"
#include "sim/maps.hpp"
#include "sim/own_code.hpp"
#include "sim/render.hpp"
#include "sim/runs.hpp"
#include "sim/samples.hpp"
#include "sim/writes.hpp"

#include "base/timestamp.hpp"

#include <fmt/format.h>

namespace flowsync::sim {

using nlohmann::json;

namespace {

json switch_values(const Switches& switches)
{
  json values = json::object();
  for (std::size_t row = 0; row < std::size(k_switches); ++row) {
    values[std::string(k_switches[row].name)] = switches.values()[row];
  }
  return values;
}

// All or none of them are set.
void set_switches(Switches& switches, const json& wanted)
{
  Switches changed = switches;
  for (const auto& [name, value] : wanted.items()) {
    const auto text = value.is_string() ? value.get<std::string>() : value.dump();
    if (const auto problem = changed.set(name, text)) {
      throw invalid(*problem, name);
    }
  }
  switches = std::move(changed);
}

void add_faults(Faults& faults, const std::string& body)
{
  const auto rules = json::parse(body, nullptr, false);
  if (!rules.is_array() && !rules.is_object()) {
    throw invalid("the body is a fault or a list of faults");
  }
  std::vector<Fault> parsed;
  if (rules.is_object()) {
    parsed.push_back(parse_fault(rules));
  } else {
    for (const auto& rule : rules) {
      parsed.push_back(parse_fault(rule));
    }
  }
  for (auto& fault : parsed) {
    faults.add(std::move(fault));
  }
}

// The resource whoever owns it: the control plane stands above users.
ObjectPtr any_resource(Context& context, const std::string& path, const std::string& id)
{
  const auto kind = kind_of_path(path);
  auto object = kind ? context.world.find(*kind, parse_id(id).value_or(0)) : nullptr;
  if (!object) {
    throw Refusal(404, "", fmt::format("there is no {} {}", path, id));
  }
  context.caller = context.people.user(object->owner_id);
  return object;
}

ObjectPtr running(const Context& context, Kind kind, Id id)
{
  auto object = context.world.find(kind, id);
  if (!object) {
    throw Refusal(404, "", fmt::format("there is no {} {}", word_of(kind), id));
  }
  if (!is_running(*object)) {
    throw Refusal(409, "", fmt::format("{} {} is {} and takes no data", word_of(kind), id, object->status));
  }
  return object;
}

// Data reaches a source, or the sink of a lookup, or, behind a REST sink, the source that reads its replies.
json arrive(Context& context, const json& body)
{
  auto id = id_field(body, "source_id");
  if (const auto sink_id = id_field(body, "sink_id"); sink_id != 0) {
    const auto sink = running(context, Kind::sink, sink_id);
    const auto& generated = context.world.sources_of_sink(sink_id);
    if (generated.empty()) {
      const auto map = fill_map(context, *sink, body.value("rows", json::array()));
      return {{"data_map", map->id}, {"map_entry_count", entry_count(*map)}};
    }
    id = *generated.begin();
  }
  running(context, Kind::source, id);
  const auto count = body.contains("sets") ? id_field(body, "sets") : 1;
  std::vector<std::string> attributes;
  for (const auto& name : body.value("attributes", json::array())) {
    attributes.push_back(name.is_string() ? name.get<std::string>() : name.dump());
  }
  return {{"data_sets", add_detected_sets(context, id, count, attributes)}};
}

struct TypedField
{
  const char* name;
  Id Object::*member;
};

constexpr std::array<TypedField, 6> k_typed{{{"owner_id", &Object::owner_id},
                                             {"org_id", &Object::org_id},
                                             {"copied_from_id", &Object::copied_from_id},
                                             {"data_credentials_id", &Object::credential_id},
                                             {"code_container_id", &Object::container_id},
                                             {"project_id", &Object::project_id}}};

// Entries as the API takes them, or, shorter, {user_id, role}.
std::vector<Grant> grants_of(const Context& context, const Object& object, const json& accessors)
{
  json entries = json::array();
  for (const auto& entry : accessors) {
    const bool brief = entry.contains("user_id");
    entries.push_back(brief ? json{{"type", "USER"}, {"id", entry["user_id"]}, {"access_roles", {entry.at("role")}}}
                            : entry);
  }
  return parse_accessors(context, object, entries, true);
}

bool write_special(Context& context, Object& object, const std::string& key, const json& value)
{
  if (key == "name" || key == "description") {
    auto& text = key == "name" ? object.name : object.description;
    text = value.is_null() ? std::nullopt : std::optional(value.get<std::string>());
    return true;
  }
  if (key == "status") {
    object.status = value.is_null() ? "" : value.get<std::string>();
    return true;
  }
  if (key == "updated_at") {
    const auto time = parse_timestamp(value.get<std::string>());
    if (!time) {
      throw invalid("updated_at must be ISO 8601", key);
    }
    object.updated_ms = std::chrono::duration_cast<std::chrono::milliseconds>(time->time_since_epoch()).count();
    return true;
  }
  if (key == "accessors" || key == "flow_accessors") {
    (key == "accessors" ? object.grants : object.flow_grants) = grants_of(context, object, value);
    return true;
  }
  if (key == "transform" && !value.is_null()) {
    store_transform(context, object, value);
    return true;
  }
  if (key == "transform_id" && object.kind == Kind::set && !value.is_null()) {
    drop_own_container(context, object);
    object.container_id = value.get<Id>();
    object.fields.erase("transform");
    object.fields["transform_id"] = value;
    return true;
  }
  if (key == "code_container") {
    store_code(context, object, value);
    return true;
  }
  const bool above = object.kind == Kind::sink ? key == "data_set_id" : key == "parent_data_set_id";
  if (above && (object.kind == Kind::sink || object.kind == Kind::set)) {
    const auto set = context.world.find(Kind::set, value.get<Id>());
    if (!set) {
      throw invalid(fmt::format("{} was not found", key), key);
    }
    hang_below(context, object, *set);
    return true;
  }
  for (const auto& [name, member] : k_typed) {
    if (key == name) {
      object.*member = value.is_null() ? 0 : value.get<Id>();
      return true;
    }
  }
  return false;
}

// An edit as the UI would make it: any field, objects by JSON Merge Patch; updated_at moves.
json edit(Context& context, const ObjectPtr& before, const json& patch)
{
  Object object = *before;
  touch(context, object);
  for (const auto& [key, value] : patch.items()) {
    try {
      if (!write_special(context, object, key, value)) {
        object.fields.merge_patch(json::object({{key, value}}));
      }
    } catch (const json::exception&) {
      throw invalid(fmt::format("{} has the wrong type", key), key);
    }
  }
  const Ref ref{object.kind, object.id};
  context.world.put(std::move(object));
  const auto after = context.world.find(ref);
  context.caller = context.people.user(after->owner_id);
  return render(context, *after, View::one);
}

json dump(const World& world)
{
  json result = json::object();
  for (const auto kind : k_kinds) {
    auto& list = result[std::string(path_of(kind))] = json::array();
    for (const auto& [id, object] : world.all(kind)) {
      list.push_back(to_record(*object));
    }
  }
  return result;
}

constexpr auto k_sample_fields = std::to_array<FieldRule>({
    {"user_id", FieldType::integer, k_on_create},
    {"sources", FieldType::integer, k_on_create},
});

json samples(Context& context, json body)
{
  check_fields(context, body, k_sample_fields, k_on_create);
  const auto* user =
      body.contains("user_id") ? context.people.user(id_field(body, "user_id")) : &context.people.users().front();
  if (user == nullptr) {
    throw invalid("user_id was not found", "user_id");
  }
  if (!body.contains("sources")) {
    return add_samples(context, *user);
  }
  const auto count = id_field(body, "sources");
  if (count < 1 || count > 100000) {
    throw invalid("sources must be from 1 to 100000", "sources");
  }
  return add_plain_flows(context, *user, count);
}

} // namespace

Reply handle_control(State& state, Context& context, const Request& request)
{
  const auto path = path_segments(request.path); // path[0] is "_sim"
  const auto what = path.size() > 1 ? path[1] : std::string();
  const auto& method = request.method;
  if (path.size() == 2 && what == "switches" && (method == "GET" || method == "PUT")) {
    if (method == "PUT") {
      set_switches(state.switches, parse_object(request.body));
    }
    return ok(switch_values(state.switches));
  }
  if (path.size() == 2 && what == "faults" && (method == "POST" || method == "DELETE")) {
    if (method == "POST") {
      add_faults(state.faults, request.body);
    } else {
      state.faults.clear();
    }
    return ok(json::object());
  }
  if (path.size() == 2 && what == "log" && (method == "GET" || method == "DELETE")) {
    if (method == "GET") {
      return ok(state.log.to_json());
    }
    state.log.clear();
    return ok(json::object());
  }
  if (path.size() == 2 && what == "tokens" && method == "DELETE") {
    state.sessions.expire_all();
    return ok(json::object());
  }
  if (path.size() == 2 && what == "dump" && method == "GET") {
    return ok(dump(context.world));
  }
  if (path.size() == 2 && what == "data" && method == "POST") {
    return ok(arrive(context, parse_object(request.body)));
  }
  if (path.size() == 2 && what == "runs" && method == "POST") {
    return ok(add_run(context, parse_object(request.body)));
  }
  if (path.size() == 2 && what == "samples" && method == "POST") {
    return ok(samples(context, parse_object(request.body)));
  }
  if (path.size() == 4 && what == "resources" && method == "PATCH") {
    const auto before = any_resource(context, path[2], path[3]);
    auto reply = ok(edit(context, before, parse_object(request.body)));
    if (const auto by = request.parameter("by")) { // who does it, as the audit log tells
      context.caller = context.people.user(parse_id(*by).value_or(0));
    }
    return reply;
  }
  if (path.size() == 4 && what == "archive" && method == "POST") {
    const auto object = any_resource(context, path[2], path[3]);
    archive(context, object);
    return ok(render(context, *context.world.find(object->kind, object->id), View::one));
  }
  throw Refusal(404, "", fmt::format("the control plane has no {} {}", method, request.path));
}

} // namespace flowsync::sim
