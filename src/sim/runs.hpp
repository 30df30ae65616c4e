#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// One run of a source, or what a sink wrote of it.
struct Run
{
  Id id = 0; // the millisecond in which the source began to read
  std::int64_t records = 0;
  std::int64_t size = 0;
  std::int64_t errors = 0;
  std::int64_t written_ms = 0;
};

// The runs of a source or sink, newest first: those that were told by the control plane or asked for, and the one in
// which the flow's nexsets were detected, which every source that yielded any has had.
std::vector<Run> runs_of(const Context& context, const Object& object);

// `metrics` of GET /flows?include_run_metrics=1: the newest run of each origin, as the switch says (API notes J3).
nlohmann::json flow_metrics(const Context& context, const std::vector<Id>& origins);

// GET /{type}/{id}/metrics/run_summary: what each run did at this resource.
Reply run_summary(const Context& context, const Object& object);

// GET /flows/{id}/logs and POST /flows/{id}/logs_v2: what runs said, newest first; from and to are Unix seconds. The
// body of the latter narrows it by severity, run_ids, log_type and search_string.
Reply flow_logs(const Context& context, const Request& request, const Object& origin);
// GET /{type}/{id}/flow/logs: the same of one run, whose from and to are milliseconds.
Reply run_logs(const Context& context, const Request& request, const Object& origin);

// PUT or POST /flows/{id}/run_now: the source reads once and its running sinks write. Throws Refusal.
Reply run_now(Context& context, const Request& request, const Object& origin);

// POST /_sim/runs: {source_id, records, errors, message, at, sinks: {"6520": {records, errors, message} or null}}. What
// is not said of a sink that runs is as for the source. Throws Refusal.
nlohmann::json add_run(Context& context, const nlohmann::json& body);

} // namespace flowsync::sim
