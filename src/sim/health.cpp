#include "sim/health.hpp"

#include "sim/replies.hpp"
#include "sim/runs.hpp"
#include "sim/tree.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace flowsync::sim {

using nlohmann::json;

namespace {

// The newest run of a flow with the errors of whatever is in it.
struct Health
{
  Run run;
  std::int64_t errors = 0;
  bool any = false;
};

Health health_of(const Context& context, const ObjectPtr& origin)
{
  Health health;
  for (const auto& object : downstream(context.world, origin)) {
    const auto runs = object->kind == Kind::set ? std::vector<Run>() : runs_of(context, *object);
    if (runs.empty()) {
      continue;
    }
    if (!health.any || runs.front().id > health.run.id) {
      health.run = runs.front();
      health.errors = 0;
      health.any = true;
    }
    if (runs.front().id == health.run.id) {
      health.errors += runs.front().errors;
    }
  }
  return health;
}

const char* colour_of(const Health& health)
{
  if (health.errors == 0) {
    return "GREEN";
  }
  return health.run.records > 0 ? "YELLOW" : "RED";
}

json shown_health(const Context& context, const ObjectPtr& origin)
{
  const auto health = health_of(context, origin);
  return {{"origin_node_id", origin->node_id},
          {"healthStatus", colour_of(health)},
          {"latestErrorCount", health.errors},
          {"latestRecordCount", health.run.records},
          {"latestRunId", health.any ? json(health.run.id) : json(nullptr)},
          {"errorSummary", health.errors == 0 ? json(nullptr) : json(fmt::format("{} errors", health.errors))},
          {"updatedAtEpoch", health.any ? health.run.written_ms : origin->updated_ms}};
}

std::vector<ObjectPtr> readable_flows(const Context& context)
{
  std::vector<ObjectPtr> flows;
  for (const auto node : context.world.origins()) {
    auto object = context.world.at_node(node);
    if (flow_role_of(context, *object) >= Role::collaborator) {
      flows.push_back(std::move(object));
    }
  }
  return flows;
}

json listed(const Context& context, const Request& request)
{
  auto wanted = request.parameter("health_status").value_or("");
  std::transform(wanted.begin(), wanted.end(), wanted.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  json list = json::array();
  for (const auto& flow : readable_flows(context)) {
    auto entry = shown_health(context, flow);
    if (wanted.empty() || entry.at("healthStatus") == wanted) {
      list.push_back(std::move(entry));
    }
  }
  const json meta{{"currentPage", 1}, {"pageCount", 1}, {"totalCount", list.size()}};
  return {{"status", 200}, {"message", "Ok"}, {"data", std::move(list)}, {"meta", meta}};
}

json counted(const Context& context)
{
  json counts{{"GREEN", 0}, {"YELLOW", 0}, {"RED", 0}};
  for (const auto& flow : readable_flows(context)) {
    auto& count = counts[colour_of(health_of(context, flow))];
    count = count.get<int>() + 1;
  }
  return {{"status", 200}, {"message", "Ok"}, {"data", std::move(counts)}};
}

} // namespace

Reply health_paths(const Context& context, const Request& request, const std::vector<std::string>& path)
{
  if (request.method != "GET" || path.size() != 3) {
    throw no_path(request);
  }
  if (path[1] == "org" && path[2] == "all") {
    return ok(counted(context));
  }
  if (path[1] == "org" && path[2] == "flows") {
    return ok(listed(context, request));
  }
  const auto node = path[1] == "flow" ? context.world.at_node(parse_id(path[2]).value_or(0)) : nullptr;
  if (!node || flow_role_of(context, *node) < Role::collaborator) {
    throw Refusal(404, "", "there is no such flow");
  }
  return ok({{"status", 200}, {"message", "Ok"}, {"data", shown_health(context, origin_of(context.world, *node))}});
}

} // namespace flowsync::sim
