#include "model/events.hpp"

#include <algorithm>
#include <array>

namespace flowsync {

namespace {

constexpr std::array<std::string_view, 12> k_of_sources{"SHARE",    "CREATE",     "DELETE",     "UPDATE",
                                                        "ACTIVATE", "PAUSE",      "ERROR",      "ERROR_AGGREGATED",
                                                        "MONITOR",  "EMPTY_DATA", "READ_START", "READ_DONE"};
constexpr std::array<std::string_view, 8> k_of_nexsets{"SHARE",    "CREATE", "DELETE", "UPDATE",
                                                       "ACTIVATE", "PAUSE",  "ERROR",  "MONITOR"};
constexpr std::array<std::string_view, 11> k_of_sinks{"SHARE", "CREATE",  "DELETE", "UPDATE",      "ACTIVATE",  "PAUSE",
                                                      "ERROR", "MONITOR", "WRITE",  "WRITE_START", "WRITE_DONE"};
constexpr std::array<std::string_view, 5> k_ways{"app", "email", "sms", "slack", "webhooks"};

} // namespace

std::span<const std::string_view> events_of(ResourceKind kind)
{
  switch (kind) {
  case ResourceKind::source:
    return k_of_sources;
  case ResourceKind::nexset:
    return k_of_nexsets;
  case ResourceKind::sink:
    return k_of_sinks;
  default:
    return {};
  }
}

bool has_event(ResourceKind kind, std::string_view event)
{
  const auto events = events_of(kind);
  return std::find(events.begin(), events.end(), event) != events.end();
}

std::string_view notified_type(ResourceKind kind)
{
  switch (kind) {
  case ResourceKind::source:
    return "SOURCE";
  case ResourceKind::nexset:
    return "DATASET";
  case ResourceKind::sink:
    return "SINK";
  default:
    return "";
  }
}

bool is_way_of_telling(std::string_view word)
{
  return std::find(k_ways.begin(), k_ways.end(), word) != k_ways.end();
}

} // namespace flowsync
