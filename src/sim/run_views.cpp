#include "sim/run_views.hpp"

#include "sim/replies.hpp"
#include "sim/runs.hpp"
#include "sim/tree.hpp"

#include <algorithm>
#include <map>

namespace flowsync::sim {

using nlohmann::json;

namespace {

struct Sum
{
  std::int64_t records = 0;
  std::int64_t size = 0;
  std::int64_t errors = 0;
};

void add(Sum& sum, const Run& run)
{
  sum.records += run.records;
  sum.size += run.size;
  sum.errors += run.errors;
}

json shown(const Sum& sum)
{
  return {{"records", sum.records}, {"size", sum.size}, {"errors", sum.errors}};
}

std::string day_of(const Run& run)
{
  return timestamp(run.written_ms).substr(0, 10);
}

// Runs of an object in the days from..to of a request.
std::vector<Run> asked_runs(const Context& context, const Request& request, const Object& object)
{
  const auto from = request.parameter("from").value_or("").substr(0, 10);
  const auto to = request.parameter("to").value_or("~").substr(0, 10);
  auto runs = object.kind == Kind::set ? std::vector<Run>() : runs_of(context, object);
  std::erase_if(runs, [&](const Run& run) { return day_of(run) < from || day_of(run) > to; });
  return runs;
}

json meta_of(std::size_t count)
{
  return {{"currentPage", 1}, {"pageCount", 1}, {"totalCount", count}};
}

} // namespace

Reply daily_metrics(const Context& context, const Request& request, const Object& object)
{
  std::map<std::string, Sum> days;
  for (const auto& run : asked_runs(context, request, object)) {
    add(days[day_of(run)], run);
  }
  json list = json::array();
  for (const auto& [day, sum] : days) {
    list.push_back(shown(sum));
    list.back()["time"] = day;
  }
  return ok({{"status", 200}, {"metrics", std::move(list)}});
}

Reply flow_metrics_from(const Context& context, const Request& request, const ObjectPtr& object)
{
  const bool by_run = request.parameter("groupby") == "runId";
  json data = json::object();
  std::size_t count = 0;
  for (const auto& each : downstream(context.world, object)) {
    const auto runs = asked_runs(context, request, *each);
    auto& place = data[std::string(path_of(each->kind))][std::to_string(each->id)];
    Sum all;
    for (const auto& run : runs) {
      Sum one;
      add(one, run);
      add(all, run);
      if (by_run) {
        place[std::to_string(run.id)] = shown(one);
      }
      ++count;
    }
    if (!by_run) {
      place = shown(all);
    }
  }
  return ok({{"status", 200}, {"message", "Ok"}, {"metrics", {{"data", std::move(data)}, {"meta", meta_of(count)}}}});
}

Reply run_status(const Context& context, const Object& origin, Id run_id)
{
  const auto runs = runs_of(context, origin);
  const auto run = std::find_if(runs.begin(), runs.end(), [&](const Run& known) { return known.id == run_id; });
  if (run == runs.end()) {
    throw Refusal(404, "", "there is no such run");
  }
  return ok({{"run_id", run->id},
             {"origin_node_id", origin.node_id},
             {"status", "COMPLETED"},
             {"records", run->records},
             {"errors", run->errors}});
}

Reply account_metrics(const Context& context, const Request& request, const std::string& what)
{
  const bool active_only = what == "active_flows_metrics";
  if (request.method != "GET" || (!active_only && what != "daily" && what != "total")) {
    throw no_path(request);
  }
  std::map<std::string, Sum> days;
  Sum total;
  json flows = json::array();
  for (const auto node : context.world.origins()) {
    const auto origin = context.world.at_node(node);
    if (flow_role_of(context, *origin) < Role::collaborator || (active_only && !is_running(*origin))) {
      continue;
    }
    Sum sum;
    for (const auto& run : asked_runs(context, request, *origin)) {
      add(sum, run);
      add(total, run);
      add(days[day_of(run)], run);
    }
    flows.push_back(shown(sum));
    flows.back()["origin_node_id"] = node;
  }
  json by_day = json::object();
  for (const auto& [day, sum] : days) {
    by_day[day] = shown(sum);
  }
  return ok({{"status", 200}, {"metrics", active_only ? flows : what == "daily" ? by_day : shown(total)}});
}

} // namespace flowsync::sim
