#include "base/timestamp.hpp"
#include "nexla/decode_value.hpp"
#include "nexla/runs.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace flowsync::nexla {

namespace {

using nlohmann::json;

const json& member(const json& object, const char* key)
{
  static const json k_null;
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() ? *found : k_null;
}

std::int64_t count_at(const json& object, const char* key)
{
  const auto& value = member(object, key);
  if (value.is_number_integer()) {
    return value.get<std::int64_t>();
  }
  constexpr double k_most = 9e18; // what an integer holds
  return value.is_number_float() && std::abs(value.get<double>()) < k_most
             ? static_cast<std::int64_t>(value.get<double>())
             : 0;
}

// A time as text, or as a number of seconds or milliseconds since 1970; the former stay below 1e10 until 2286.
std::optional<WallTime> time_at(const json& value)
{
  if (value.is_string()) {
    return parse_timestamp(value.get<std::string>());
  }
  if (!value.is_number() || value.get<double>() <= 0 || value.get<double>() > 1e13) {
    return std::nullopt;
  }
  const auto number = value.get<std::int64_t>();
  constexpr std::int64_t k_first_milliseconds = 10'000'000'000;
  return WallTime{number < k_first_milliseconds ? std::chrono::milliseconds{number * 1000}
                                                : std::chrono::milliseconds{number}};
}

// The id of a run is the millisecond in which it began, where it looks like one.
std::optional<WallTime> time_of_run(std::int64_t run)
{
  constexpr std::int64_t k_first = 1'000'000'000'000; // 2001
  return run >= k_first && run < 10 * k_first ? time_at(json(run)) : std::nullopt;
}

RunCounts counts_of(const json& item, std::optional<std::int64_t> run)
{
  RunCounts counts{run, count_at(item, "records"), count_at(item, "errors"), {}};
  for (const auto* const key : {"lastWritten", "last_written", "reporting_date", "time"}) {
    counts.at = counts.at ? counts.at : time_at(member(item, key));
  }
  counts.at = counts.at || !run ? counts.at : time_of_run(*run);
  return counts;
}

std::optional<std::int64_t> run_of(const json& item)
{
  const auto run = id_of(item, "runId");
  return run ? run : id_of(item, "run_id");
}

bool is_newer(const RunCounts& a, const RunCounts& b)
{
  return a.run != b.run ? a.run > b.run : a.at > b.at;
}

} // namespace

std::optional<WallTime> began_at(const RunCounts& run)
{
  const auto by_id = run.run ? time_of_run(*run.run) : std::nullopt;
  return by_id ? by_id : run.at;
}

std::map<ResourceId, RunCounts> decode_flow_metrics(const json& body)
{
  std::map<ResourceId, RunCounts> runs;
  const auto& metrics = member(body, "metrics");
  for (const auto& item : metrics.is_array() ? metrics : json::array()) {
    const auto node = id_of(item, "origin_node_id");
    const auto run = run_of(item);
    if (!node || !run) { // a flow that never ran is left out, or has no run
      continue;
    }
    const auto counts = counts_of(item, run);
    const auto [known, added] = runs.emplace(*node, counts);
    if (!added && is_newer(counts, known->second)) {
      known->second = counts;
    }
  }
  return runs;
}

std::vector<RunCounts> decode_run_summary(const json& body)
{
  std::vector<RunCounts> runs;
  const auto& metrics = member(body, "metrics");
  const auto& data = metrics.is_array() ? metrics : member(metrics, "data");
  for (const auto& item : data.is_array() ? data : json::array()) {
    runs.push_back(counts_of(item, run_of(item)));
  }
  const auto& by_run = data.is_object() ? data : metrics; // the keys are the runs
  for (const auto& [key, item] : by_run.items()) {
    if (!by_run.is_object()) {
      break;
    }
    std::int64_t run = 0;
    const auto read = std::from_chars(key.data(), key.data() + key.size(), run);
    if (read.ec == std::errc{} && read.ptr == key.data() + key.size()) {
      runs.push_back(counts_of(item, run));
    }
  }
  std::stable_sort(runs.begin(), runs.end(), is_newer);
  return runs;
}

std::vector<LogLine> decode_log(const json& body)
{
  const auto& logs = member(body, "logs");
  const auto& lines = logs.is_array() ? logs : member(logs, "data");
  std::vector<LogLine> result;
  for (const auto& item : lines.is_array() ? lines : json::array()) {
    LogLine line;
    line.at = time_at(member(item, "timestamp"));
    line.text = text_of(item, "log");
    line.text = line.text.empty() ? text_of(item, "message") : line.text;
    line.resource_id = id_of(item, "resource_id");
    line.run = run_of(item);
    const auto level = text_of(item, "severity") + text_of(item, "level");
    if (level == "ERROR" || level == "error" || level.empty()) { // not every service narrows the list
      result.push_back(std::move(line));
    }
  }
  std::stable_sort(result.begin(), result.end(), [](const LogLine& a, const LogLine& b) { return a.at > b.at; });
  return result;
}

} // namespace flowsync::nexla
