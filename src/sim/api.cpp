#include "sim/api.hpp"

#include "sim/accessors.hpp"
#include "sim/audit.hpp"
#include "sim/copy.hpp"
#include "sim/docs.hpp"
#include "sim/flow_paths.hpp"
#include "sim/flow_triggers.hpp"
#include "sim/health.hpp"
#include "sim/lifecycle.hpp"
#include "sim/map_entries.hpp"
#include "sim/maps.hpp"
#include "sim/notifications.hpp"
#include "sim/people_paths.hpp"
#include "sim/previews.hpp"
#include "sim/render.hpp"
#include "sim/replies.hpp"
#include "sim/run_views.hpp"
#include "sim/runs.hpp"
#include "sim/tree.hpp"
#include "sim/writes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::sim {

using nlohmann::json;

namespace {

bool has_flow(Kind kind)
{
  return kind == Kind::source || kind == Kind::set || kind == Kind::sink;
}

Reply delete_one(Context& context, const Collection& place, Id id)
{
  if (!context.world.find(place.kind, id) && context.switches.at<"delete_missing">() == "200") {
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
  if (request.method == "PUT" && place.kind != Kind::trigger) {
    const auto before = place.require(context, id, Role::admin);
    return ok(render(context, *place.checked(update(context, *before, parse_object(request.body))), View::one));
  }
  if (request.method == "DELETE") {
    return delete_one(context, place, id);
  }
  throw no_path(request);
}

// How far the verb of a resource, not of its flow, reaches (API notes G12, J2).
Reach plain_reach(const Context& context, Kind kind)
{
  const auto choice = context.switches.at<"activate_cascades">();
  if (choice == "own") {
    return Reach::own;
  }
  return choice == "self" && kind == Kind::source ? Reach::self : Reach::below;
}

// /{type}/{id}/activate, /copy, /probe, /flow
Reply below_one(Context& context, const Request& request, const Collection& place, Id id, const std::string& word)
{
  const auto kind = place.kind;
  if (request.method == "PUT" && is_verb(word) && has_flow(kind) && context.switches.at<"verb_paths">() != "flow") {
    const auto object = require(context, kind, id, Role::operate);
    return verb_on(context, object, word, reach_of(request, plain_reach(context, kind)), false);
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
  if (kind == Kind::trigger && is_verb(word) && request.method == "PUT") {
    return ok(render(context, *trigger_verb(context, *require(context, kind, id, Role::operate), word), View::one));
  }
  if (!is_resource(kind)) {
    throw no_path(request);
  }
  if (word == "accessors") {
    const auto object = place.require(context, id, request.method == "GET" ? Role::collaborator : Role::admin);
    return accessors(context, request, *object, &Object::grants);
  }
  if (word == "docs" && kind == Kind::set) {
    const auto least = request.method == "GET" ? Role::collaborator : Role::admin;
    return docs_of_set(context, request, *require(context, kind, id, least));
  }
  if (request.method == "GET" && word == "samples" && kind == Kind::set) {
    return set_samples(context, request, *require(context, kind, id, Role::collaborator));
  }
  if (request.method == "GET" && word == "metrics" && has_flow(kind)) {
    return daily_metrics(context, request, *require(context, kind, id, Role::collaborator));
  }
  if (request.method == "GET" && word == "audit_log") {
    const auto object = place.require(context, id, Role::collaborator);
    return ok(context.audit.entries(context, request, *object));
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
    auto rows = upsert_entries(context, *map, parse_object(request.body));
    return ok(context.switches.at<"entries_reply">() == "message" ? json{{"message", "Ok"}} : rows);
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

// What narrows a list: the type of credentials, the code that a path shows, of that the reusable part by default (API
// notes B1, B8).
Filter filter_of(const Request& request, const Collection& place)
{
  if (const auto type = request.parameter("credentials_type"); type && place.kind == Kind::credential) {
    return {"type " + *type, [type](const Object& object) { return object.text("credentials_type") == *type; }};
  }
  if (place.kind == Kind::notification) {
    return notification_filter(request);
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
  constexpr std::array<std::string_view, 41> k_known{"event_type",
                                                     "resource_type",
                                                     "status",
                                                     "notification_type_id",
                                                     "access_role",
                                                     "page",
                                                     "per_page",
                                                     "expand",
                                                     "flows_only",
                                                     "include_run_metrics",
                                                     "all",
                                                     "full_tree",
                                                     "async",
                                                     "request_id",
                                                     "count",
                                                     "reusable",
                                                     "nexset_id",
                                                     "credentials_type",
                                                     "include_metadata",
                                                     "live",
                                                     "depth",
                                                     "path",
                                                     "from",
                                                     "to",
                                                     "severity",
                                                     "run_id",
                                                     "groupby",
                                                     "orderby",
                                                     "event_filter",
                                                     "change_filter",
                                                     "filter_overridden_settings",
                                                     "health_status",
                                                     "aggregate",
                                                     "org_id",
                                                     "owner_id",
                                                     "size",
                                                     "sort",
                                                     "sort_by",
                                                     "sort_order",
                                                     "facets",
                                                     "run_now"};
  for (const auto& [name, value] : request.query) {
    const bool known = std::find(k_known.begin(), k_known.end(), name) != k_known.end();
    const bool rejected = name == "flow_id" && request.path == "/data_sinks";
    if (rejected || (!known && context.switches.at<"unknown_query">() == "refuse")) {
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
  reply.status = context.switches.at<"create_status">() == "201" ? 201 : 200;
  return reply;
}

Reply Api::handle(Context& context, const Request& request)
{
  check_query(context, request);
  const auto path = path_segments(request.path);
  const bool get = request.method == "GET";
  if (!path.empty() && (path[0] == "users" || path[0] == "teams")) {
    return people_paths(context, request, path, m_listing);
  }
  if (!path.empty() && path[0].starts_with("notification_")) {
    if (context.switches.at<"notifications">() == "refused") {
      throw Refusal(403, "AUTH_004", "you may not see notifications");
    }
    if (context.switches.at<"notifications">() == "absent") {
      throw no_path(request);
    }
  }
  if (!path.empty() && path[0] == "notification_types") {
    return notification_type_paths(request, path);
  }
  if (path.size() == 1 && path[0] == "limits" && get) {
    return limits();
  }
  if (path.size() == 1 && path[0] == "flows" && get) {
    return m_listing.list_flows(context, request);
  }
  if (path.size() == 3 && path[0] == "data_flows" && path[1] == "metrics") {
    return account_metrics(context, request, path[2]);
  }
  if (!path.empty() && path[0] == "health") {
    return health_paths(context, request, path);
  }
  if (path.size() >= 2 && path.size() <= 4 && path[0] == "flows") {
    return flow(context, request, path);
  }
  const auto place = path.empty() ? std::nullopt : collection_of_path(path[0]);
  if (!place) {
    throw no_path(request);
  }
  const auto kind = place->kind;
  if (kind == Kind::trigger && context.switches.at<"flow_triggers">() == "absent") {
    throw no_path(request);
  }
  if (kind == Kind::notification && path.size() == 3) {
    return notification_settings_of(context, request, path, m_listing);
  }
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
  if (path.size() == 4 && path[2] == "probe" && request.method == "POST" && kind == Kind::credential &&
      (path[3] == "tree" || path[3] == "sample")) {
    const auto credential = require(context, kind, *id, Role::collaborator);
    return path[3] == "tree" ? probe_tree(context, request, *credential) : probe_sample(request, *credential);
  }
  if (path.size() == 4 && path[2] == "flow" && get && has_flow(kind) && (path[3] == "metrics" || path[3] == "logs")) {
    const auto object = require(context, kind, *id, Role::collaborator);
    return path[3] == "metrics" ? flow_metrics_from(context, request, object)
                                : run_logs(context, request, *origin_of(context.world, *object));
  }
  if (path.size() == 3) {
    return below_one(context, request, *place, *id, path[2]);
  }
  if (path.size() == 4 && path[2] == "metrics" && path[3] == "run_summary" && request.method == "GET" &&
      has_flow(kind)) {
    return run_summary(context, *require(context, kind, *id, Role::collaborator));
  }
  if (path.size() == 4 && path[2] == "flow" && is_verb(path[3]) && request.method == "PUT" && has_flow(kind) &&
      context.switches.at<"verb_paths">() != "plain") {
    return verb_on(context, require(context, kind, *id, Role::operate), path[3], reach_of(request, Reach::below), true);
  }
  throw no_path(request);
}

} // namespace flowsync::sim
