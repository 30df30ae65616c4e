#include "nexla/runs.hpp"

#include "http/url.hpp"
#include "nexla/decode_value.hpp"

#include <fmt/format.h>

#include <set>

namespace flowsync::nexla {

namespace {

using nlohmann::json;

constexpr std::size_t k_per_page = 100;
constexpr std::size_t k_last_page = 10'000;

// The flows that a page names, whatever they are called in it.
std::set<ResourceId> nodes_of(const json& body)
{
  std::set<ResourceId> nodes;
  const auto flows = body.is_object() ? body.find("flows") : body.end();
  for (const auto& flow : body.is_array() ? body : flows != body.end() && flows->is_array() ? *flows : json::array()) {
    if (const auto id = id_of(flow, "id")) {
      nodes.insert(*id);
    }
  }
  return nodes;
}

// A reply, or nothing where it is withheld.
ApiResult<std::optional<json>> read_or_nothing(Api& api, const std::string& path, const std::string& query,
                                               std::stop_token stop)
{
  auto reply = api.read(path, query, stop);
  if (reply.ok()) {
    return std::optional(std::move(*reply));
  }
  return is_withheld(reply.error()) ? ApiResult<std::optional<json>>(std::nullopt) : reply.error();
}

} // namespace

ApiResult<std::optional<std::map<ResourceId, RunCounts>>> latest_runs(Api& api, const std::string& access_role,
                                                                      std::stop_token stop)
{
  std::map<ResourceId, RunCounts> runs;
  std::set<ResourceId> seen;
  bool told = false;
  for (std::size_t page = 1; page <= k_last_page; ++page) {
    auto query = fmt::format("flows_only=1&include_run_metrics=1&page={}&per_page={}", page, k_per_page);
    if (!access_role.empty()) {
      query += "&access_role=" + http::percent_encode(access_role);
    }
    const auto reply = read_or_nothing(api, "/flows", query, stop);
    if (!reply.ok()) {
      return reply.error();
    }
    if (!*reply) {
      return std::optional<std::map<ResourceId, RunCounts>>();
    }
    told = told || ((*reply)->is_object() && (*reply)->contains("metrics"));
    runs.merge(decode_flow_metrics(**reply));
    const auto before = seen.size();
    seen.merge(nodes_of(**reply));
    if (seen.size() == before) {
      break;
    }
  }
  return told ? std::optional(std::move(runs)) : std::nullopt;
}

ApiResult<std::optional<std::vector<RunCounts>>> runs_at(Api& api, ResourceKind type, ResourceId id,
                                                         std::stop_token stop)
{
  const auto reply = read_or_nothing(api, fmt::format("/{}/{}/metrics/run_summary", type_path(type), id),
                                     "groupby=runId&orderby=runId", stop);
  if (!reply.ok()) {
    return reply.error();
  }
  return *reply ? std::optional(decode_run_summary(**reply)) : std::nullopt;
}

ApiResult<std::optional<std::vector<LogLine>>> errors_in(Api& api, ResourceId origin_node, WallTime since,
                                                         std::stop_token stop)
{
  const auto from = std::chrono::duration_cast<std::chrono::seconds>(since.time_since_epoch()).count();
  const auto reply = read_or_nothing(api, fmt::format("/flows/{}/logs", origin_node),
                                     fmt::format("from={}&severity=ERROR", from), stop);
  if (!reply.ok()) {
    return reply.error();
  }
  return *reply ? std::optional(decode_log(**reply)) : std::nullopt;
}

} // namespace flowsync::nexla
