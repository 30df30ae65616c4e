#include "sim/api.hpp"

#include "sim/copy.hpp"
#include "sim/detection.hpp"
#include "sim/lifecycle.hpp"
#include "sim/map_entries.hpp"
#include "sim/maps.hpp"
#include "sim/projects.hpp"
#include "sim/render.hpp"
#include "sim/session.hpp"
#include "sim/tree.hpp"
#include "sim/writes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::sim {

using nlohmann::json;

namespace {

Refusal no_path(const Request& request)
{
  return Refusal(404, "", fmt::format("there is no {} {}", request.method, request.path));
}

// The answer to a delete that worked, in one of the forms met (API notes A3, G3).
Reply deleted(const Context& context)
{
  const auto& mode = context.switches.get("delete_reply");
  if (mode == "object") {
    return ok({{"code", "200"}, {"message", "Ok"}});
  }
  if (mode == "number") {
    return ok({{"code", 200}, {"message", "Ok"}});
  }
  if (mode == "word") {
    return ok({{"code", "OK"}, {"message", "Ok"}});
  }
  Reply reply;
  reply.status = mode == "204" ? 204 : 200;
  return reply;
}

Reply limits()
{
  const auto window = [](std::int64_t most) {
    json result;
    for (const auto* weight : {"common", "light", "medium", "high"}) {
      result[weight] = {{"limit", most}, {"count", 0}};
    }
    return result;
  };
  return ok({{"second", window(1000)}, {"day", window(1000000)}});
}

Reply probe(Context& context, const Object& credential)
{
  Object checked = credential;
  checked.fields["verified_status"] = "VERIFIED";
  checked.fields["verified_at"] = timestamp(context.now_ms);
  context.world.put(std::move(checked));
  const auto& mode = context.switches.get("probe_body");
  if (mode == "object") {
    return ok({{"status", "ok"}, {"message", "Ok"}, {"connection_type", credential.field("credentials_type")}});
  }
  Reply reply;
  reply.content_type = "text/plain";
  reply.text = mode == "text" ? "Ok" : "";
  return reply;
}

Reach reach_of(const Request& request, Reach otherwise)
{
  return request.flag("all") || request.flag("full_tree") ? Reach::tree : otherwise;
}

void count_poll(Context& context, const Object& object)
{
  if (object.kind == Kind::source) {
    context.detection.polled(context, object.id);
  }
}

Reply flow_of(Context& context, const Request& request, const ObjectPtr& object)
{
  const auto origin = origin_of(context.world, *object);
  count_poll(context, *origin);
  return ok(render_flows(context, {origin->node_id}, request.flag("flows_only"), request.flag("include_run_metrics")));
}

Reply verb_on(Context& context, const ObjectPtr& object, const std::string& verb, Reach reach, bool flow_reply)
{
  apply_verb(context, object, verb == "activate" ? Verb::activate : Verb::pause, reach);
  if (flow_reply) {
    return ok(render_flows(context, {object->origin_node_id}, false));
  }
  return ok(render(context, *context.world.find(object->kind, object->id), View::one));
}

bool is_verb(const std::string& word)
{
  return word == "activate" || word == "pause";
}

bool has_flow(Kind kind)
{
  return kind == Kind::source || kind == Kind::set || kind == Kind::sink;
}

Reply delete_one(Context& context, const Collection& place, Id id)
{
  if (!context.world.find(place.kind, id) && context.switches.is("delete_missing", "200")) {
    return deleted(context);
  }
  remove(context, place.require(context, id, Role::admin));
  return deleted(context);
}

Reply one(Context& context, const Request& request, const Collection& place, Id id)
{
  if (request.method == "GET") {
    count_poll(context, *place.require(context, id, Role::collaborator));
    const auto object = place.require(context, id, Role::collaborator);
    return ok(render(context, *object, request.flag("expand") ? View::expanded : View::one));
  }
  if (request.method == "PUT") {
    const auto before = place.require(context, id, Role::admin);
    return ok(render(context, *place.checked(update(context, *before, parse_object(request.body))), View::one));
  }
  if (request.method == "DELETE") {
    return delete_one(context, place, id);
  }
  throw no_path(request);
}

// /{type}/{id}/activate, /copy, /probe, /flow
Reply below_one(Context& context, const Request& request, const Collection& place, Id id, const std::string& word)
{
  const auto kind = place.kind;
  if (request.method == "PUT" && is_verb(word) && has_flow(kind) && !context.switches.is("verb_paths", "flow")) {
    const bool alone = kind == Kind::source && context.switches.is("activate_cascades", "self");
    const auto object = require(context, kind, id, Role::operate);
    return verb_on(context, object, word, reach_of(request, alone ? Reach::self : Reach::below), false);
  }
  const bool copied = has_flow(kind) || (kind == Kind::container && place.output_type != "attribute");
  if (request.method == "POST" && word == "copy" && copied) {
    const auto original = place.require(context, id, Role::collaborator);
    const auto copy = copy_resource(context, *original, parse_object(request.body));
    return ok(render(context, *copy, View::created));
  }
  if (request.method == "GET" && word == "probe" && kind == Kind::credential) {
    return probe(context, *require(context, kind, id, Role::collaborator));
  }
  if (word == "flow" && has_flow(kind) && request.method == "GET") {
    return flow_of(context, request, require(context, kind, id, Role::collaborator));
  }
  if (word == "flow" && has_flow(kind) && request.method == "DELETE") {
    remove_flow(context, require(context, kind, id, Role::admin), reach_of(request, Reach::below));
    return deleted(context);
  }
  throw no_path(request);
}

// /data_maps/{id}/entries[/{k1,k2}]
Reply entries(Context& context, const Request& request, Id id, const std::optional<std::string>& keys)
{
  const auto& method = request.method;
  const auto map = require(context, Kind::map, id, method == "GET" ? Role::collaborator : Role::admin);
  if (method == "PUT" && !keys) {
    upsert_entries(context, *map, parse_object(request.body));
    return ok(render(context, *context.world.find(Kind::map, id), View::one));
  }
  if (method == "GET" && keys) {
    return ok(find_entries(*map, *keys));
  }
  if (method == "DELETE" && keys) {
    remove_entries(context, *map, *keys);
    return deleted(context);
  }
  throw no_path(request);
}

// /projects/{id}/flows and its deprecated twin /data_flows
Reply project_flows(Context& context, const Request& request, Id id)
{
  const auto project =
      require(context, Kind::project, id, request.method == "GET" ? Role::collaborator : Role::operate);
  const auto nodes = [&] {
    const auto& origins = context.world.origins_of_project(id);
    return std::vector<Id>(origins.begin(), origins.end());
  };
  if (request.method != "GET") {
    const auto named = membership_nodes(context, parse_object(request.body));
    if (request.method == "DELETE") {
      if (request.body.empty()) { // without a body every flow goes (API notes B6)
        clear_membership(context, id);
      }
      const auto members = nodes();
      for (const auto node : named) {
        if (std::find(members.begin(), members.end(), node) != members.end()) {
          set_membership(context, {node}, 0);
        }
      }
    } else if (request.method == "POST" || request.method == "PUT") {
      if (request.method == "POST") {
        clear_membership(context, id);
      }
      set_membership(context, named, id);
    } else {
      throw no_path(request);
    }
    if (context.switches.is("membership_reply", "list")) {
      json list = json::array();
      for (const auto node : nodes()) {
        list.push_back(render_membership(context, node));
      }
      return ok(std::move(list));
    }
  }
  return ok(render_flows(context, nodes(), request.flag("flows_only")));
}

ObjectPtr flow_node(const Context& context, const std::string& text, Role least)
{
  const auto object = context.world.at_node(parse_id(text).value_or(0));
  if (!object) {
    throw Refusal(404, "", fmt::format("flow {} was not found", text));
  }
  return require(context, object->kind, object->id, least);
}

// /flows/{id}[/activate, /pause, /copy]
Reply flow(Context& context, const Request& request, const std::vector<std::string>& path)
{
  const auto word = path.size() == 3 ? path[2] : std::string();
  if (word.empty() && request.method == "GET") {
    return flow_of(context, request, flow_node(context, path[1], Role::collaborator));
  }
  if (word.empty() && request.method == "DELETE") {
    if (context.switches.is("delete_missing", "200") && !context.world.at_node(parse_id(path[1]).value_or(0))) {
      return deleted(context);
    }
    remove_flow(context, flow_node(context, path[1], Role::admin), reach_of(request, Reach::below));
    return deleted(context);
  }
  if (is_verb(word) && request.method == "PUT") {
    return verb_on(context, flow_node(context, path[1], Role::operate), word, reach_of(request, Reach::below), true);
  }
  if (word == "copy" && request.method == "POST") {
    const auto origin = copy_flow(context, flow_node(context, path[1], Role::collaborator), parse_object(request.body));
    return ok(render_flows(context, {origin->origin_node_id}, false));
  }
  if (word.empty() && request.method == "PUT") {
    throw Refusal(403, "AUTH_004", "only a super user changes the owner of a flow");
  }
  throw no_path(request);
}

// What narrows a list: the type of credentials, the code that a path shows, of that the reusable part by default (API
// notes B1, B8).
Filter filter_of(const Request& request, const Collection& place)
{
  if (const auto type = request.parameter("credentials_type"); type && place.kind == Kind::credential) {
    return {"type " + *type, [type](const Object& object) { return object.text("credentials_type") == *type; }};
  }
  if (place.output_type.empty()) {
    return {};
  }
  const auto reusable = request.parameter("reusable").value_or("1");
  return {fmt::format("{} {}", place.output_type, reusable), [place, reusable](const Object& object) {
            const bool wanted =
                reusable == "all" || (object.field("reusable") == true) == (reusable == "1" || reusable == "true");
            return wanted && place.holds(object);
          }};
}

// The catalogue that everybody sees.
Filter public_code(const Collection& place)
{
  return {fmt::format("public {}", place.output_type),
          [place](const Object& object) { return object.field("public") == true && place.holds(object); }, true};
}

// nexset_id on the list of sinks is silently ignored, flow_id is rejected (API notes B4); the rest is a switch.
void check_query(const Context& context, const Request& request)
{
  constexpr std::array<std::string_view, 18> k_known{
      "access_role",      "page",  "per_page",   "expand", "flows_only", "include_run_metrics", "all",
      "full_tree",        "async", "request_id", "count",  "reusable",   "nexset_id",           "credentials_type",
      "include_metadata", "live",  "depth",      "path"};
  for (const auto& [name, value] : request.query) {
    const bool known = std::find(k_known.begin(), k_known.end(), name) != k_known.end();
    const bool rejected = name == "flow_id" && request.path == "/data_sinks";
    if (rejected || (!known && context.switches.is("unknown_query", "refuse"))) {
      throw invalid(fmt::format("query parameter '{}' is not allowed", name), name);
    }
  }
}

} // namespace

Reply Api::collection(Context& context, const Request& request, const Collection& place)
{
  if (request.method == "GET") {
    return m_listing.list(context, request, place.kind, filter_of(request, place));
  }
  if (request.method != "POST") {
    throw no_path(request);
  }
  auto body = parse_object(request.body);
  if (!place.output_type.empty() && body.value("reusable", json(true)) != true) {
    throw invalid("reusable must be true", "reusable");
  }
  const auto created = place.checked(create(context, place.kind, std::move(body)));
  auto reply = ok(render(context, *created, View::created));
  reply.status = context.switches.is("create_status", "201") ? 201 : 200;
  return reply;
}

Reply Api::handle(Context& context, const Request& request)
{
  check_query(context, request);
  const auto path = path_segments(request.path);
  const bool get = request.method == "GET";
  if (path.size() == 2 && path[0] == "users" && path[1] == "current" && get) {
    return ok(render_user(context, *context.caller));
  }
  if (path.size() == 1 && path[0] == "limits" && get) {
    return limits();
  }
  if (path.size() == 1 && path[0] == "flows" && get) {
    return m_listing.list_flows(context, request);
  }
  if ((path.size() == 2 || path.size() == 3) && path[0] == "flows") {
    return flow(context, request, path);
  }
  const auto place = path.empty() ? std::nullopt : collection_of_path(path[0]);
  if (!place) {
    throw no_path(request);
  }
  const auto kind = place->kind;
  if (path.size() == 1) {
    return collection(context, request, *place);
  }
  if (path.size() == 2 && path[1] == "public" && kind == Kind::container && get) {
    return m_listing.list(context, request, kind, public_code(*place));
  }
  const auto id = parse_id(path[1]);
  if (!id) {
    throw no_path(request);
  }
  if (path.size() == 2) {
    return one(context, request, *place, *id);
  }
  if ((path.size() == 3 || path.size() == 4) && kind == Kind::map && path[2] == "entries") {
    return entries(context, request, *id, path.size() == 4 ? std::optional(path[3]) : std::nullopt);
  }
  if (path.size() == 3 && kind == Kind::project && (path[2] == "flows" || path[2] == "data_flows")) {
    return project_flows(context, request, *id);
  }
  if (path.size() == 3) {
    return below_one(context, request, *place, *id, path[2]);
  }
  if (path.size() == 4 && path[2] == "flow" && is_verb(path[3]) && request.method == "PUT" && has_flow(kind) &&
      !context.switches.is("verb_paths", "plain")) {
    return verb_on(context, require(context, kind, *id, Role::operate), path[3], reach_of(request, Reach::below), true);
  }
  throw no_path(request);
}

} // namespace flowsync::sim
