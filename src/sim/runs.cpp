#include "sim/runs.hpp"

#include "sim/fields.hpp"
#include "sim/replies.hpp"
#include "sim/tree.hpp"

#include "base/timestamp.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::sim {

using nlohmann::json;

namespace {

constexpr std::int64_t k_usual_records = 100;
constexpr std::int64_t k_record_size = 128;
constexpr std::size_t k_kept = 20; // runs of one resource, and lines of one flow's log

Run from_json(const json& run)
{
  return {run.at("id"), run.at("records"), run.at("size"), run.at("errors"), run.at("written_ms")};
}

// Puts a line in front of a list among the fields of an object.
void remember(Object& object, const char* field, json line)
{
  auto list = object.field(field).is_array() ? object.field(field) : json::array();
  list.insert(list.begin(), std::move(line));
  if (list.size() > k_kept) {
    list.erase(list.end() - 1);
  }
  object.fields[field] = std::move(list);
}

void remember_run(Object& object, const Run& run)
{
  remember(object, "runs",
           {{"id", run.id},
            {"records", run.records},
            {"size", run.size},
            {"errors", run.errors},
            {"written_ms", run.written_ms}});
}

// The run in which the first nexsets of the source were detected.
std::optional<Run> first_run(const Context& context, const Object& origin)
{
  const auto& sets = context.world.sets_of_source(origin.id);
  if (origin.kind != Kind::source || sets.empty()) {
    return std::nullopt;
  }
  const auto at = context.world.find(Kind::set, *sets.begin())->created_ms;
  return Run{at, k_usual_records, k_usual_records * k_record_size, 0, at};
}

Run asked_for(const json& body, const Run& otherwise)
{
  Run run = otherwise;
  run.records = body.value("records", otherwise.records);
  run.size = run.records * k_record_size;
  run.errors = body.value("errors", std::int64_t{0});
  return run;
}

// What the log of the flow says of a run at one resource.
void log_run(Context& context, const Object& object, const Run& run, const std::string& message)
{
  const auto line = json{{"timestamp", run.written_ms},
                         {"severity", run.errors > 0 ? "ERROR" : "INFO"},
                         {"log", message},
                         {"log_type", object.kind == Kind::source ? "source" : "sink"},
                         {"resource_id", object.id},
                         {"resource_type", object.kind == Kind::source ? "SOURCE" : "SINK"},
                         {"run_id", run.id}};
  Object origin = *origin_of(context.world, object);
  remember(origin, "run_log", line);
  context.world.put(std::move(origin));
}

void run_at(Context& context, const ObjectPtr& object, const Run& run, const std::string& message)
{
  Object changed = *object;
  remember_run(changed, run);
  context.world.put(std::move(changed));
  log_run(context, *object, run,
          message.empty() ? fmt::format("{} records, {} errors", run.records, run.errors) : message);
}

// The source reads, and whatever runs below writes.
Run run_flow(Context& context, const ObjectPtr& source, const json& body, std::int64_t at)
{
  const auto run = asked_for(body, {at, k_usual_records, 0, 0, at});
  run_at(context, source, run, body.value("message", std::string()));
  const auto sinks = body.value("sinks", json::object());
  for (const auto& object : downstream(context.world, source)) {
    const auto told = sinks.find(std::to_string(object->id));
    const bool silent = told != sinks.end() && told->is_null();
    if (object->kind != Kind::sink || silent || (told == sinks.end() && !is_running(*object))) {
      continue;
    }
    const auto said = told == sinks.end() ? json::object() : *told;
    run_at(context, object, asked_for(said, run), said.value("message", std::string()));
  }
  return run;
}

std::optional<std::int64_t> number_of(const Request& request, const char* name)
{
  const auto text = request.parameter(name);
  return text ? parse_id(*text) : std::nullopt;
}

// Whether a line fits what a body names: one of the values of each key, and the text anywhere.
bool fits(const json& line, const json& body)
{
  for (const auto& [key, field] :
       {std::pair{"severity", "severity"}, {"run_ids", "run_id"}, {"log_type", "log_type"}}) {
    const auto wanted = body.value(key, json::array());
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), line.at(field)) == wanted.end()) {
      return false;
    }
  }
  return line.at("log").get<std::string>().find(body.value("search_string", std::string())) != std::string::npos;
}

// `from` and `to` count in units of so many milliseconds.
Reply logs_between(const Context& context, const Request& request, const Object& origin, std::int64_t unit_ms)
{
  const auto shape = context.switches.at<"flow_logs">();
  if (shape == "refused") {
    throw Refusal(403, "AUTH_004", "you may not read the logs of this flow");
  }
  const auto from = number_of(request, "from").value_or(0) * unit_ms;
  const auto to = number_of(request, "to").value_or(std::int64_t{1} << 50) * unit_ms;
  const auto severity = request.parameter("severity");
  const auto run = number_of(request, "run_id");
  const auto body = parse_object(request.body);
  json lines = json::array();
  for (auto line : origin.field("run_log").is_array() ? origin.field("run_log") : json::array()) {
    const auto at = line.at("timestamp").get<std::int64_t>();
    const bool wanted = at >= from && at <= to && (!severity || line.at("severity") == *severity) &&
                        (!run || line.at("run_id") == *run) && fits(line, body);
    if (!wanted) {
      continue;
    }
    if (shape == "flat") {
      line["message"] = line.at("log");
      line["level"] = line.at("severity");
      line["timestamp"] = timestamp(at);
      line.erase("log");
      line.erase("severity");
    }
    lines.push_back(std::move(line));
  }
  const json meta{{"current_page", 1}, {"pages_count", 1}, {"total_count", lines.size()}};
  return shape == "flat" ? ok({{"status", 200}, {"message", "Ok"}, {"logs", lines}, {"meta", meta}})
                         : ok({{"status", 200}, {"message", "Ok"}, {"logs", {{"data", lines}, {"meta", meta}}}});
}

} // namespace

std::vector<Run> runs_of(const Context& context, const Object& object)
{
  std::vector<Run> runs;
  for (const auto& run : object.field("runs").is_array() ? object.field("runs") : json::array()) {
    runs.push_back(from_json(run));
  }
  const auto origin = origin_of(context.world, object);
  auto first = origin ? first_run(context, *origin) : std::nullopt;
  if (first && object.kind == Kind::sink) {
    first->written_ms = std::max(first->written_ms, object.created_ms);
  }
  if (first && object.status != "INIT" && !object.status.empty()) {
    runs.push_back(*first);
  }
  return runs;
}

json flow_metrics(const Context& context, const std::vector<Id>& origins)
{
  json list = json::array();
  for (const auto node : origins) {
    const auto runs = runs_of(context, *context.world.at_node(node));
    if (runs.empty() && context.switches.at<"run_metrics">() != "all") {
      continue;
    }
    const auto run = runs.empty() ? Run{} : runs.front();
    list.push_back({{"origin_node_id", node},
                    {"records", run.records},
                    {"size", run.size},
                    {"errors", run.errors},
                    {"reporting_date", timestamp(runs.empty() ? context.now_ms : run.written_ms)},
                    {"run_id", runs.empty() ? json(nullptr) : json(run.id)}});
  }
  return list;
}

Reply run_summary(const Context& context, const Object& object)
{
  const auto shape = context.switches.at<"run_summary">();
  if (shape == "absent") {
    throw Refusal(404, "", "there is no such path");
  }
  json by_run = json::object();
  json data = json::array();
  for (const auto& run : runs_of(context, object)) {
    const json counts{{"records", run.records}, {"size", run.size}, {"errors", run.errors}};
    by_run[std::to_string(run.id)] = counts;
    data.push_back(counts);
    data.back()["runId"] = run.id;
    data.back()["lastWritten"] = run.written_ms;
    data.back()["dataSetId"] = object.kind == Kind::sink ? object.set_id : 0;
  }
  const json meta{{"currentPage", 1}, {"pageCount", 1}, {"totalCount", data.size()}};
  return ok({{"status", 200}, {"metrics", shape == "by_run" ? by_run : json{{"data", data}, {"meta", meta}}}});
}

Reply flow_logs(const Context& context, const Request& request, const Object& origin)
{
  constexpr std::int64_t k_second = 1000;
  return logs_between(context, request, origin, k_second);
}

Reply run_logs(const Context& context, const Request& request, const Object& origin)
{
  return logs_between(context, request, origin, 1);
}

Reply run_now(Context& context, const Request& request, const Object& origin)
{
  const auto method = context.switches.at<"run_now">();
  if ((method == "put" && request.method != "PUT") || (method == "post" && request.method != "POST") ||
      method == "absent") {
    throw no_path(request);
  }
  if (origin.kind != Kind::source || !is_running(origin)) {
    throw Refusal(405, "", fmt::format("flow {} is not active", origin.node_id));
  }
  const auto run = run_flow(context, context.world.find(Kind::source, origin.id), json::object(), context.now_ms);
  return ok({{"status", "ok"}, {"run_id", run.id}});
}

json add_run(Context& context, const json& body)
{
  const auto id = id_field(body, "source_id");
  const auto source = context.world.find(Kind::source, id);
  if (!source) {
    throw Refusal(404, "", fmt::format("there is no data_source {}", id));
  }
  auto at = context.now_ms;
  if (const auto text = body.value("at", std::string()); !text.empty()) {
    const auto time = parse_timestamp(text);
    if (!time) {
      throw invalid("at must be ISO 8601", "at");
    }
    at = std::chrono::duration_cast<std::chrono::milliseconds>(time->time_since_epoch()).count();
  }
  try {
    return {{"run_id", run_flow(context, source, body, at).id}};
  } catch (const json::exception&) {
    throw invalid("a run is {source_id, records, errors, message, at, sinks: {ID: {records, errors, message}}}");
  }
}

} // namespace flowsync::sim
