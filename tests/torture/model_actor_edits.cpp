#include "model_actor.hpp"

#include <fmt/format.h>

#include <algorithm>

// Edits of the specs.

namespace flowsync::torture {

namespace {

constexpr std::size_t k_most_flows = 4;
constexpr std::size_t k_most_below = 4; // derived sets, and sinks, of one flow

std::string flow_file(const std::string& flow)
{
  return "environments/base/flows/" + flow + ".yaml";
}

} // namespace

void ModelActor::write(const std::string& flow)
{
  m_stage.write(flow_file(flow), flow_text(flow, m_project.flows.at(flow), m_project.moves[flow]));
}

void ModelActor::add_flow()
{
  if (m_project.flows.size() >= k_most_flows) {
    return;
  }
  const auto name = fmt::format("flow-{}", ++m_counter);
  ModelFlow flow;
  flow.config = ++m_counter;
  flow.paused = draw(5) == 0;
  flow.sinks["a" + std::to_string(++m_counter)] = {k_detected, ++m_counter, 0, draw(4) == 0};
  m_project.flows.emplace(name, std::move(flow));
  write(name);
  say("spec: add " + name);
}

// Without --prune, everything of it stays as it is.
void ModelActor::remove_flow()
{
  const auto flow = any_flow();
  if (m_project.flows.size() < 2 || m_unmarked) {
    return;
  }
  const auto prefix = flow->first + "/";
  for (const auto& [key, record] : records_of(m_stage.dump())) {
    const bool detected = key.first == "data_sets" && record.contains("source") && !record.contains("set");
    const auto source = m_strangers.find({"data_sources", record.value("source", std::int64_t{0})});
    if (marked_address(record).starts_with(prefix) || (detected && source != m_strangers.end())) {
      m_strangers.try_emplace(key, record);
    }
  }
  say("spec: remove " + flow->first);
  m_stage.remove(flow_file(flow->first));
  m_project.moves.erase(flow->first);
  m_project.flows.erase(flow);
}

void ModelActor::edit_source()
{
  const auto flow = any_flow();
  (draw(2) == 0 ? flow->second.config : flow->second.description) = ++m_counter;
  write(flow->first);
  say("spec: edit the source of " + flow->first);
}

void ModelActor::toggle_flow()
{
  const auto flow = any_flow();
  flow->second.paused = !flow->second.paused;
  write(flow->first);
  say(fmt::format("spec: {} {}", flow->second.paused ? "pause" : "start", flow->first));
}

std::string ModelActor::set_to_hang_from(const ModelFlow& flow)
{
  const auto nth = draw(flow.sets.size() + 1);
  return nth == flow.sets.size() ? std::string(k_detected)
                                 : std::next(flow.sets.begin(), static_cast<std::ptrdiff_t>(nth))->first;
}

void ModelActor::add_set()
{
  const auto flow = any_flow();
  if (flow->second.sets.size() >= k_most_below) {
    return;
  }
  const auto key = fmt::format("s{}", ++m_counter);
  const auto from = set_to_hang_from(flow->second);
  flow->second.sets[key] = {from, ++m_counter, 0};
  write(flow->first);
  say(fmt::format("spec: add the set {} of {} from {}", key, flow->first, from));
}

void ModelActor::edit_set()
{
  const auto flow = any_flow();
  const auto set = any_of(flow->second.sets);
  if (set == flow->second.sets.end()) {
    return;
  }
  (draw(2) == 0 ? set->second.transform : set->second.name) = ++m_counter;
  write(flow->first);
  say(fmt::format("spec: edit the set {} of {}", set->first, flow->first));
}

void ModelActor::add_sink()
{
  const auto flow = any_flow();
  if (flow->second.sinks.size() >= k_most_below) {
    return;
  }
  const auto key = fmt::format("a{}", ++m_counter);
  const auto from = set_to_hang_from(flow->second);
  flow->second.sinks[key] = {from, ++m_counter, 0, draw(4) == 0};
  write(flow->first);
  say(fmt::format("spec: add the sink {} of {} from {}", key, flow->first, from));
}

void ModelActor::remove_sink()
{
  const auto flow = any_flow();
  const auto sink = any_of(flow->second.sinks);
  if (sink == flow->second.sinks.end() || m_unmarked) {
    return;
  }
  make_stranger({flow->first + "/sink/" + sink->first});
  for (const auto& move : m_project.moves[flow->first]) {
    if (move.to == flow->first + "/sink/" + sink->first) { // it may still have its former mark
      make_stranger({move.from});
    }
  }
  std::erase_if(m_project.moves[flow->first],
                [&](const ModelMove& move) { return move.to == flow->first + "/sink/" + sink->first; });
  say(fmt::format("spec: remove the sink {} of {}", sink->first, flow->first));
  flow->second.sinks.erase(sink);
  write(flow->first);
}

void ModelActor::make_stranger(const std::vector<std::string>& addresses)
{
  for (const auto& [key, record] : records_of(m_stage.dump())) {
    const auto address = marked_address(record);
    if (!record.contains("copied") && std::find(addresses.begin(), addresses.end(), address) != addresses.end()) {
      m_strangers.try_emplace(key, record);
    }
  }
}

void ModelActor::edit_sink()
{
  const auto flow = any_flow();
  const auto sink = any_of(flow->second.sinks);
  if (sink == flow->second.sinks.end()) {
    return;
  }
  (draw(2) == 0 ? sink->second.config : sink->second.name) = ++m_counter;
  write(flow->first);
  say(fmt::format("spec: edit the sink {} of {}", sink->first, flow->first));
}

void ModelActor::toggle_sink()
{
  const auto flow = any_flow();
  const auto sink = any_of(flow->second.sinks);
  if (sink == flow->second.sinks.end()) {
    return;
  }
  sink->second.paused = !sink->second.paused;
  write(flow->first);
  say(fmt::format("spec: {} the sink {} of {}", sink->second.paused ? "pause" : "start", sink->first, flow->first));
}

void ModelActor::rename_sink()
{
  const auto flow = any_flow();
  const auto sink = any_of(flow->second.sinks);
  if (sink == flow->second.sinks.end()) {
    return;
  }
  const auto old_key = sink->first;
  const auto key = fmt::format("a{}", ++m_counter);
  auto node = flow->second.sinks.extract(sink);
  node.key() = key;
  flow->second.sinks.insert(std::move(node));
  m_project.moves[flow->first].push_back(
      {fmt::format("{}/sink/{}", flow->first, old_key), fmt::format("{}/sink/{}", flow->first, key)});
  write(flow->first);
  say(fmt::format("spec: the sink {} of {} is {} now", old_key, flow->first, key));
}

void ModelActor::hang_sink_elsewhere()
{
  const auto flow = any_flow();
  const auto sink = any_of(flow->second.sinks);
  if (sink == flow->second.sinks.end()) {
    return;
  }
  sink->second.from = set_to_hang_from(flow->second);
  write(flow->first);
  say(fmt::format("spec: hang the sink {} of {} from {}", sink->first, flow->first, sink->second.from));
}

} // namespace flowsync::torture
