#include "sim/flow_paths.hpp"

#include "sim/accessors.hpp"
#include "sim/copy.hpp"
#include "sim/detection.hpp"
#include "sim/projects.hpp"
#include "sim/render.hpp"
#include "sim/replies.hpp"
#include "sim/run_views.hpp"
#include "sim/runs.hpp"
#include "sim/tree.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::sim {

using nlohmann::json;

namespace {

ObjectPtr flow_node(const Context& context, const std::string& text, Role least)
{
  const auto object = context.world.at_node(parse_id(text).value_or(0));
  if (!object) {
    throw Refusal(404, "", fmt::format("flow {} was not found", text));
  }
  return flow_role_of(context, *object) >= least ? object : require(context, object->kind, object->id, least);
}

} // namespace

bool is_verb(const std::string& word)
{
  return word == "activate" || word == "pause";
}

Reach reach_of(const Request& request, Reach otherwise)
{
  return request.flag("all") || request.flag("full_tree") ? Reach::tree : otherwise;
}

Reply verb_on(Context& context, const ObjectPtr& object, const std::string& verb, Reach reach, bool flow_reply)
{
  apply_verb(context, object, verb == "activate" ? Verb::activate : Verb::pause, reach);
  if (flow_reply) {
    return ok(render_flows(context, {object->origin_node_id}, false));
  }
  return ok(render(context, *context.world.find(object->kind, object->id), View::one));
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

Reply flow(Context& context, const Request& request, const std::vector<std::string>& path)
{
  const auto word = path.size() >= 3 ? path[2] : std::string();
  if (word.empty() && request.method == "GET") {
    return flow_of(context, request, flow_node(context, path[1], Role::collaborator));
  }
  if (word.empty() && request.method == "DELETE") {
    if (context.switches.at<"delete_missing">() == "200" && !context.world.at_node(parse_id(path[1]).value_or(0))) {
      return deleted(context);
    }
    remove_flow(context, flow_node(context, path[1], Role::admin), reach_of(request, Reach::below));
    return deleted(context);
  }
  if (is_verb(word) && request.method == "PUT") {
    return verb_on(context, flow_node(context, path[1], Role::operate), word, reach_of(request, Reach::below), true);
  }
  if (word == "accessors") {
    const auto least = request.method == "GET" ? Role::collaborator : Role::admin;
    return accessors(context, request, *flow_node(context, path[1], least), &Object::flow_grants);
  }
  if (path.size() == 4 && word == "run_status" && request.method == "GET") {
    const auto origin = origin_of(context.world, *flow_node(context, path[1], Role::collaborator));
    return run_status(context, *origin, parse_id(path[3]).value_or(0));
  }
  if (path.size() == 4) {
    throw no_path(request);
  }
  if ((word == "logs" && request.method == "GET") || (word == "logs_v2" && request.method == "POST")) {
    return flow_logs(context, request, *origin_of(context.world, *flow_node(context, path[1], Role::collaborator)));
  }
  if (word == "run_now") {
    return run_now(context, request, *origin_of(context.world, *flow_node(context, path[1], Role::operate)));
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
    if (context.switches.at<"membership_reply">() == "list") {
      json list = json::array();
      for (const auto node : nodes()) {
        list.push_back(render_membership(context, node));
      }
      return ok(std::move(list));
    }
  }
  return ok(render_flows(context, nodes(), request.flag("flows_only")));
}

} // namespace flowsync::sim
