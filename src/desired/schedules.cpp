#include "desired/schedules.hpp"

#include "base/excerpt.hpp"
#include "base/timestamp.hpp"
#include "model/schedule.hpp"

#include <fmt/format.h>

namespace flowsync::desired {

namespace {

constexpr const char* k_path = "/source_config/start.cron";

// The schedule of a source, when it is known by now.
const std::string* schedule_of(const DesiredResource& resource)
{
  const auto config = resource.document.find("source_config");
  if (resource.type != ResourceKind::source || config == resource.document.end() || !config->is_object() ||
      resource.deferred.contains(k_path)) {
    return nullptr;
  }
  const auto cron = config->find("start.cron");
  return cron != config->end() && cron->is_string() ? &cron->get_ref<const std::string&>() : nullptr;
}

} // namespace

void check_schedules(const std::vector<DesiredResource>& resources, WallTime now, Diagnostics& diagnostics)
{
  for (const auto& resource : resources) {
    const auto* const cron = schedule_of(resource);
    const auto times = cron != nullptr ? scheduled_times(*cron, now) : std::nullopt;
    if (!times || times->next) {
      continue;
    }
    const auto& place = resource.origin_of(k_path);
    const Location where{place.file, place.line, place.column, 1, {}};
    if (times->last) {
      diagnostics.warning("schedule-over",
                          fmt::format("the schedule \"{}\" was due for the last time on {} and never starts again",
                                      excerpt(*cron), format_timestamp(*times->last)),
                          where, "give the flow another `start.cron`, if it is to run again");
    } else {
      diagnostics.warning("schedule-never",
                          fmt::format("the schedule \"{}\" is never due: there is no such day", excerpt(*cron)), where,
                          "correct the day, the month or the year");
    }
  }
}

} // namespace flowsync::desired
