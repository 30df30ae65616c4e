#include "view/status_text.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "base/version.hpp"
#include "view/counted.hpp"
#include "view/graph_words.hpp"
#include "view/table.hpp"
#include "view/visible_text.hpp"
#include "view/wrap.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

namespace {

using State = exec::FlowStatus::State;

constexpr std::size_t k_most_errors = 3; // texts of one flow

std::string_view words_for(State state)
{
  return state == State::flowing_with_errors ? "flowing, with errors"
         : state == State::not_flowing       ? "NOT FLOWING"
                                             : state_word(state);
}

std::string ago(WallTime now, WallTime then)
{
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(now - then);
  return minutes.count() < 1 ? std::string("just now") : format_duration(minutes) + " ago";
}

std::string number_or_dash(const std::optional<std::int64_t>& number)
{
  return number && *number >= 0 ? grouped(static_cast<std::size_t>(*number)) : "-";
}

// What is to be said of a flow beyond its line.
std::string below_line(const exec::FlowStatus& flow, const StatusReport& report, std::size_t columns)
{
  std::string text;
  const bool told = flow.state == State::not_flowing || flow.state == State::waiting || flow.state == State::unknown;
  if (told && !flow.why.empty()) {
    auto words = flow.at ? fmt::format("{}: {}", flow.at->text(), flow.why) : flow.why;
    if (flow.since) {
      words += fmt::format("; since {} ({})", format_timestamp(*flow.since), ago(report.at, *flow.since));
    }
    if (flow.next_run) {
      words += fmt::format("; due next on {}", format_timestamp(*flow.next_run));
    }
    text += wrapped_text("    ", "      ", words, columns);
  }
  for (std::size_t i = 0; i < std::min(k_most_errors, flow.log.size()); ++i) {
    const auto& line = flow.log[i];
    text += wrapped_text(
        "    ", "      ",
        fmt::format("error{}: {}", line.at ? " " + format_timestamp(*line.at) : "", visible_line(line.text)), columns);
  }
  return text;
}

nlohmann::ordered_json time_or_null(const std::optional<WallTime>& time)
{
  return time ? nlohmann::ordered_json(format_timestamp(*time)) : nlohmann::ordered_json();
}

template <typename T>
nlohmann::ordered_json optional_json(const std::optional<T>& value)
{
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json();
}

nlohmann::ordered_json run_json(const std::optional<nexla::RunCounts>& run)
{
  if (!run) {
    return nullptr;
  }
  nlohmann::ordered_json result;
  result["run_id"] = optional_json(run->run);
  result["at"] = time_or_null(run->at);
  result["records"] = run->records;
  result["errors"] = run->errors;
  return result;
}

nlohmann::ordered_json step_json(const exec::FlowStep& step)
{
  nlohmann::ordered_json result;
  result["address"] = step.desired->address.text();
  result["id"] = step.live ? nlohmann::ordered_json(step.live->id) : nlohmann::ordered_json();
  result["wanted"] = state_word(step.desired->state);
  result["live"] =
      step.live && !step.live->status.empty() ? nlohmann::ordered_json(step.live->status) : nlohmann::ordered_json();
  if (step.runs) {
    result["last_run"] =
        run_json(step.runs->empty() ? std::optional<nexla::RunCounts>() : std::optional(step.runs->front()));
  }
  return result;
}

nlohmann::ordered_json flow_json(const exec::FlowStatus& flow)
{
  nlohmann::ordered_json result;
  result["flow"] = flow.flow;
  result["wanted"] = state_word(flow.wanted);
  result["live"] = flow.live.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(flow.live);
  result["state"] = state_word(flow.state);
  result["last_run"] = run_json(flow.last_run);
  result["next_run"] = time_or_null(flow.next_run);
  result["records_in"] = optional_json(flow.records_in);
  result["records_out"] = optional_json(flow.records_out);
  result["errors"] = flow.errors;
  result["why"] = flow.why.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(flow.why);
  result["step"] = flow.at ? nlohmann::ordered_json(flow.at->text()) : nlohmann::ordered_json();
  result["since"] = time_or_null(flow.since);
  result["log"] = nlohmann::ordered_json::array();
  for (const auto& line : flow.log) {
    result["log"].push_back(
        {{"time", time_or_null(line.at)}, {"text", line.text}, {"run_id", optional_json(line.run)}});
  }
  result["steps"] = nlohmann::ordered_json::array();
  for (const auto& step : flow.steps) {
    result["steps"].push_back(step_json(step));
  }
  return result;
}

} // namespace

std::size_t StatusReport::count(State state) const
{
  return static_cast<std::size_t>(
      std::count_if(flows.begin(), flows.end(), [&](const auto& flow) { return flow.state == state; }));
}

std::string_view state_word(State state)
{
  switch (state) {
  case State::flowing:
    return "flowing";
  case State::flowing_with_errors:
    return "flowing_with_errors";
  case State::not_flowing:
    return "not_flowing";
  case State::waiting:
    return "waiting";
  case State::paused:
    return "paused";
  case State::unknown:
    break;
  }
  return "unknown";
}

std::string status_text(const StatusReport& report, const TextWidth& width, const Paint& paint)
{
  if (report.flows.empty()) {
    return fmt::format("No flows in {}.\n", report.environment);
  }
  std::vector<std::vector<std::string>> rows;
  for (const auto& flow : report.flows) {
    rows.push_back({flow.flow, std::string(words_for(flow.state)), std::string(state_word(flow.wanted)),
                    flow.live.empty() ? "-" : flow.live,
                    flow.last_run && flow.last_run->at ? ago(report.at, *flow.last_run->at) : "-",
                    number_or_dash(flow.records_in), number_or_dash(flow.records_out),
                    flow.errors > 0 ? grouped(static_cast<std::size_t>(flow.errors)) : "-"});
  }
  const auto table =
      table_rows({"FLOW", "STATE", "WANTED", "LIVE", "LAST RUN", "IN", "OUT", "ERRORS"}, rows, paint, width.table);
  auto text = table.front();
  for (std::size_t i = 0; i < report.flows.size(); ++i) {
    text += table[i + 1] + below_line(report.flows[i], report, width.words);
  }
  const auto stopped = report.count(State::not_flowing);
  const auto sentence =
      stopped == 0 ? fmt::format("{} of {} flowing.",
                                 grouped(report.count(State::flowing) + report.count(State::flowing_with_errors)),
                                 counted(report.flows.size(), "flow"))
                   : fmt::format("Not flowing although {} should: {} of {}.", stopped == 1 ? "it" : "they",
                                 grouped(stopped), counted(report.flows.size(), "flow"));
  return text + "\n" + paint.bold(sentence) + "\n";
}

nlohmann::ordered_json status_json(const StatusReport& report)
{
  nlohmann::ordered_json document;
  document["format_version"] = "1.0";
  document["flowsync_version"] = program_version();
  document["environment"] = report.environment;
  document["timestamp"] = format_timestamp(report.at);
  document["flows"] = nlohmann::ordered_json::array();
  for (const auto& flow : report.flows) {
    document["flows"].push_back(flow_json(flow));
  }
  nlohmann::ordered_json summary;
  for (const auto state : {State::flowing, State::flowing_with_errors, State::not_flowing, State::waiting,
                           State::paused, State::unknown}) {
    summary[std::string(state_word(state))] = report.count(state);
  }
  document["summary"] = std::move(summary);
  return document;
}

} // namespace flowsync::view
