#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// Other views of runs (API notes J3). All throw Refusal.

// GET /{type}/{id}/metrics?aggregate=1: records, bytes and errors by day.
Reply daily_metrics(const Context& context, const Request& request, const Object& object);
// GET /{type}/{id}/flow/metrics: the same of every resource from this one on, by resource, with groupby=runId by run.
Reply flow_metrics_from(const Context& context, const Request& request, const ObjectPtr& object);
// GET /flows/{id}/run_status/{run}.
Reply run_status(const Context& context, const Object& origin, Id run_id);
// GET /data_flows/metrics/active_flows_metrics, /daily and /total, of the flows that the caller may read.
Reply account_metrics(const Context& context, const Request& request, const std::string& what);

} // namespace flowsync::sim
