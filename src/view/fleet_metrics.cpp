#include "base/version.hpp"
#include "view/exposition.hpp"
#include "view/fleet.hpp"

namespace flowsync::view {

namespace {

double seconds(Duration duration)
{
  return std::chrono::duration<double>(duration).count();
}

double seconds(WallTime time)
{
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

// Writes families that have a sample for each environment.
class Families
{
public:
  explicit Families(const Fleet& fleet) : m_fleet(fleet) {}

  template <typename Value>
  void each(std::string_view name, std::string_view type, std::string_view help, Value value)
  {
    m_out.family(name, type, help);
    for (const auto& environment : m_fleet.environments) {
      m_out.sample({{"environment", environment.name}}, value(environment));
    }
  }
  // Times that may not have come yet.
  void times(std::string_view name, std::string_view help, std::optional<WallTime> FleetEnvironment::*time)
  {
    m_out.family(name, "gauge", help);
    for (const auto& environment : m_fleet.environments) {
      if (const auto& at = environment.*time) {
        m_out.sample({{"environment", environment.name}}, seconds(*at));
      }
    }
  }
  // Counts by a second label.
  template <typename Counts>
  void by(std::string_view name, std::string_view type, std::string_view help, const std::string& label, Counts counts)
  {
    m_out.family(name, type, help);
    for (const auto& environment : m_fleet.environments) {
      for (const auto& [what, count] : environment.*counts) {
        m_out.sample({{"environment", environment.name}, {label, what}}, std::uint64_t{count});
      }
    }
  }
  Exposition& out() { return m_out; }

private:
  const Fleet& m_fleet;
  Exposition m_out;
};

void add_turns(Families& families)
{
  using Environment = FleetEnvironment;
  families.by("flowsync_reconcile_turns_total", "counter", "Turns that have ended, by their outcome.", "outcome",
              &Environment::turns);
  families.by("flowsync_reconcile_failures_total", "counter", "Turns that failed, by the reason.", "reason",
              &Environment::failures);
  families.each("flowsync_reconcile_consecutive_failures", "gauge", "Turns that failed since one went well.",
                [](const Environment& environment) { return environment.failures_in_a_row; });
  families.times("flowsync_reconcile_last_turn_timestamp_seconds", "When the last turn ended, in Unix time.",
                 &Environment::last_turn);
  families.times("flowsync_reconcile_last_success_timestamp_seconds",
                 "When the last turn ended that did not fail, in Unix time.", &Environment::last_success);
  families.each("flowsync_reconcile_last_duration_seconds", "gauge", "How long the last turn took.",
                [](const Environment& environment) { return seconds(environment.last_took); });
}

void add_durations(Families& families, const Fleet& fleet)
{
  auto& out = families.out();
  out.family("flowsync_reconcile_duration_seconds", "summary", "How long turns took.");
  for (const auto& environment : fleet.environments) {
    double count = 0;
    for (const auto& [outcome, turns] : environment.turns) {
      count += static_cast<double>(turns);
    }
    out.sample({{"environment", environment.name}}, seconds(environment.all_took), "_sum");
    out.sample({{"environment", environment.name}}, count, "_count");
  }
}

void add_account(Families& families)
{
  using Environment = FleetEnvironment;
  families.by("flowsync_resources", "gauge", "Resources that are bound, by their status in Nexla.", "state",
              &Environment::resources);
  families.by("flowsync_planned_changes", "gauge", "What the newest plan has to do, by the action.", "action",
              &Environment::planned);
  families.each("flowsync_drifted_resources", "gauge", "Resources that were changed outside of git.",
                [](const Environment& environment) { return std::uint64_t{environment.drifted}; });
  families.each("flowsync_requests_total", "counter", "Requests sent to Nexla, repetitions included.",
                [](const Environment& environment) { return environment.requests; });
  families.each("flowsync_requests_throttled_total", "counter", "Requests that Nexla answered with 429.",
                [](const Environment& environment) { return environment.throttled; });
  families.each("flowsync_requests_failed_total", "counter", "Requests without an answer or answered with 5xx.",
                [](const Environment& environment) { return environment.failed_requests; });
}

void add_specs(Families& families, const Fleet& fleet)
{
  auto& out = families.out();
  out.family("flowsync_specs_info", "gauge", "The git commit of the specs in the last turn.");
  for (const auto& environment : fleet.environments) {
    if (!environment.commit.empty()) {
      out.sample({{"environment", environment.name}, {"commit", environment.commit}}, std::uint64_t{1});
    }
  }
  if (!fleet.fetches) {
    return;
  }
  out.family("flowsync_git_fetches_total", "counter", "How often the git remote was asked, by how that went.");
  out.sample({{"outcome", "ok"}}, fleet.fetched);
  out.sample({{"outcome", "failed"}}, fleet.not_fetched);
  if (fleet.last_fetch) {
    out.family("flowsync_git_last_fetch_timestamp_seconds", "gauge",
               "When the git remote answered last, in Unix time.");
    out.sample({}, seconds(*fleet.last_fetch));
  }
}

} // namespace

std::string fleet_metrics(const Fleet& fleet)
{
  Families families(fleet);
  families.out().family("flowsync_build_info", "gauge", "The version of flowsync.");
  families.out().sample({{"version", program_version()}}, std::uint64_t{1});
  add_turns(families);
  add_durations(families, fleet);
  add_account(families);
  add_specs(families, fleet);
  return families.out().text();
}

} // namespace flowsync::view
