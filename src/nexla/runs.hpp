#pragma once

#include "base/clock.hpp"
#include "nexla/api.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace flowsync::nexla {

// What one run did at a source or sink, or in a flow as a whole.
struct RunCounts
{
  std::optional<std::int64_t> run; // its id
  std::int64_t records = 0;
  std::int64_t errors = 0;
  std::optional<WallTime> at; // when something was written last
  bool operator==(const RunCounts&) const = default;
};

// A line of a flow's log. All of it is the service's text.
struct LogLine
{
  std::optional<WallTime> at;
  std::string text;
  std::optional<ResourceId> resource_id;
  std::optional<std::int64_t> run;
  bool operator==(const LogLine&) const = default;
};

// The newest run of every flow that had one, by origin node; `access_role` narrows the walk as it does for lists
// (API notes J3). Nothing when this service does not tell.
ApiResult<std::optional<std::map<ResourceId, RunCounts>>> latest_runs(Api& api, const std::string& access_role,
                                                                      std::stop_token stop);

// The runs of one source or sink, newest first; nothing when this service or key does not tell.
ApiResult<std::optional<std::vector<RunCounts>>> runs_at(Api& api, ResourceKind type, ResourceId id,
                                                         std::stop_token stop);

// What the log of a flow holds of severity ERROR since then, newest first; nothing when this service or key does not
// tell.
ApiResult<std::optional<std::vector<LogLine>>> errors_in(Api& api, ResourceId origin_node, WallTime since,
                                                         std::stop_token stop);

// When a run began, by its id (API notes J3), else when it wrote last.
std::optional<WallTime> began_at(const RunCounts& run);

// The decoding of those replies.
std::map<ResourceId, RunCounts> decode_flow_metrics(const nlohmann::json& body);
std::vector<RunCounts> decode_run_summary(const nlohmann::json& body);
std::vector<LogLine> decode_log(const nlohmann::json& body);

} // namespace flowsync::nexla
