#include "exec/flow_reading.hpp"

#include "model/habits.hpp"

namespace flowsync::exec {

namespace {

bool can_do_without(const nexla::ApiError& error)
{
  using Kind = nexla::ApiError::Kind;
  return error.kind == Kind::absent || error.kind == Kind::forbidden || error.kind == Kind::refused ||
         error.kind == Kind::malformed;
}

} // namespace

std::optional<FlowReading> read_flow(Run& run, const LiveKey& key)
{
  if (!run.reads_flows() || run.knows(habit::k_flows_unreadable)) {
    return std::nullopt;
  }
  auto index = run.api.flow_of(key.first, key.second, {});
  if (!index) {
    if (!can_do_without(index.error())) {
      throw ResourceFailure(index.error());
    }
    run.stop_reading_flows();
    return std::nullopt;
  }
  FlowReading reading;
  for (auto& element : index->resources) {
    if (!element.body.empty()) { // a node alone tells nothing of what stands there
      run.account.note_element(element);
      reading.emplace(LiveKey{element.type, element.id}, std::move(element));
    }
  }
  return reading.contains(key) ? std::optional(std::move(reading)) : std::nullopt;
}

} // namespace flowsync::exec
