#pragma once

#include "exec/flow_status.hpp"
#include "view/paint.hpp"
#include "view/table.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace flowsync::view {

// Whether data goes through the flows of an environment.
struct StatusReport
{
  std::string environment;
  WallTime at; // when the service was asked
  std::vector<exec::FlowStatus> flows;

  std::size_t count(exec::FlowStatus::State state) const;
};

// "not_flowing".
std::string_view state_word(exec::FlowStatus::State state);

// A line a flow, what is wrong below it; a sentence that sums up at the end.
std::string status_text(const StatusReport& report, const TextWidth& width, const Paint& paint);
nlohmann::ordered_json status_json(const StatusReport& report);

} // namespace flowsync::view
