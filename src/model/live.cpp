#include "model/live.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>

namespace flowsync {

std::optional<LiveKey> parent_of(const LiveResource& live)
{
  if (live.parent_set_id) {
    return LiveKey{ResourceKind::nexset, *live.parent_set_id};
  }
  if (live.type == ResourceKind::nexset && live.source_id) {
    return LiveKey{ResourceKind::source, *live.source_id};
  }
  if (is_generated(live)) {
    return LiveKey{ResourceKind::sink, *live.sink_id};
  }
  return std::nullopt;
}

bool is_detected(const LiveResource& live)
{
  return live.type == ResourceKind::nexset && !live.parent_set_id;
}

bool is_generated(const LiveResource& live)
{
  return live.type == ResourceKind::source && live.sink_id;
}

Running running(const std::string& status)
{
  static constexpr std::array<std::string_view, 3> k_yes{"ACTIVE", "PROCESSING", "RATE_LIMITED"};
  static constexpr std::array<std::string_view, 7> k_no{"INIT",     "PAUSED", "DRAFT", "STOPPED",
                                                        "ARCHIVED", "ERROR",  "FAILED"};
  const auto word = upper(status);
  for (const auto known : k_yes) {
    if (word == known) {
      return Running::yes;
    }
  }
  for (const auto known : k_no) {
    if (word == known) {
      return Running::no;
    }
  }
  return Running::unknown;
}

bool has_failed(const std::string& status)
{
  const auto word = upper(status);
  return word == "ERROR" || word == "FAILED";
}

bool is_throttled(const std::string& status)
{
  return upper(status) == "RATE_LIMITED";
}

const LiveResource* Inventory::find(ResourceKind type, ResourceId id) const
{
  const auto of_type = resources.find(type);
  if (of_type == resources.end()) {
    return nullptr;
  }
  const auto found = of_type->second.find(id);
  return found != of_type->second.end() ? &found->second : nullptr;
}

bool LiveProject::holds(const LiveResource& live) const
{
  return live.project_id == id || (live.origin_node_id && std::find(flow_nodes.begin(), flow_nodes.end(),
                                                                    *live.origin_node_id) != flow_nodes.end());
}

} // namespace flowsync
