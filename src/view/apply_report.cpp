#include "view/apply_report.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "base/version.hpp"
#include "view/apply_progress.hpp"
#include "view/diagnostics_json.hpp"
#include "view/plan_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowsync::view {

namespace {

using exec::Outcome;
using exec::Report;
using exec::ResourceResult;
using Json = nlohmann::ordered_json;

constexpr std::array k_told{Outcome::failed, Outcome::skipped, Outcome::pending, Outcome::waiting,
                            Outcome::not_started};

std::size_t count_done(const Report& report, std::initializer_list<plan::Action> actions)
{
  return static_cast<std::size_t>(
      std::count_if(report.results.begin(), report.results.end(), [&](const ResourceResult& result) {
        return result.outcome == Outcome::done &&
               std::find(actions.begin(), actions.end(), result.action) != actions.end();
      }));
}

std::string counts_text(const Report& report)
{
  std::vector<std::string> parts{fmt::format("{} done", report.count(Outcome::done))};
  const auto add = [&](Outcome outcome, std::string_view word) {
    if (const auto count = report.count(outcome); count > 0) {
      parts.push_back(fmt::format("{} {}", count, word));
    }
  };
  add(Outcome::failed, "failed");
  add(Outcome::skipped, "skipped");
  add(Outcome::pending, "pending");
  add(Outcome::waiting, "waiting");
  add(Outcome::not_started, "not started");
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string last_sentence(const Report& report, ExitCode exit)
{
  using plan::Action;
  if (report.interrupted) {
    return "Interrupted. What was done is recorded; run apply again to go on.";
  }
  if (report.count(Outcome::failed) + report.count(Outcome::skipped) > 0) {
    return "Apply incomplete. What was done is recorded; run apply again once the reasons are gone.";
  }
  if (exit != ExitCode::ok && exit != ExitCode::pending) {
    return "Apply incomplete: a part could not be planned, recorded or verified. What was done is done; run apply "
           "again once the "
           "reasons are gone.";
  }
  if (report.count(Outcome::pending) > 0) {
    return "Applied, but Nexla has not detected all data yet; run apply again later.";
  }
  return fmt::format("Apply complete! Resources: {} added, {} changed, {} destroyed.",
                     count_done(report, {Action::create, Action::replace}), count_done(report, {Action::update}),
                     count_done(report, {Action::remove, Action::replace}));
}

Json result_json(const ResourceResult& result)
{
  Json item;
  item["address"] = result.address.text();
  item["actions"] = plan::action_words(result.action);
  item["outcome"] = outcome_name(result.outcome);
  item["id"] = result.id ? Json(*result.id) : Json();
  item["what"] = result.what;
  item["reason"] = result.reason.empty() ? Json() : Json(result.reason);
  item["hint"] = result.hint.empty() ? Json() : Json(result.hint);
  item["wrote"] = result.wrote;
  item["elapsed_ms"] = result.elapsed.count();
  return item;
}

Json results_json(const Report& report)
{
  auto items = Json::array();
  for (const auto& result : report.results) {
    items.push_back(result_json(result));
  }
  return items;
}

Json counts_json(const Report& report)
{
  Json counts;
  for (const auto outcome :
       {Outcome::done, Outcome::failed, Outcome::skipped, Outcome::waiting, Outcome::pending, Outcome::not_started}) {
    counts[std::string(outcome_name(outcome))] = report.count(outcome);
  }
  return counts;
}

} // namespace

std::string_view outcome_name(Outcome outcome)
{
  switch (outcome) {
  case Outcome::done:
    return "done";
  case Outcome::failed:
    return "failed";
  case Outcome::skipped:
    return "skipped";
  case Outcome::waiting:
    return "waiting";
  case Outcome::pending:
    return "pending";
  case Outcome::not_started:
    break;
  }
  return "not_started";
}

std::string report_text(const Report& report, ExitCode exit, const Paint& paint)
{
  std::string text;
  for (const auto outcome : k_told) {
    for (const auto& result : report.results) {
      if (result.outcome == outcome) {
        text += result_line(result, paint) + "\n";
        text += result.hint.empty() ? "" : fmt::format("  {} {}\n", paint.bold_cyan("help:"), printable(result.hint));
      }
    }
  }
  text += text.empty() ? "" : "\n";
  text += fmt::format("{} in {} with {}", counts_text(report), format_duration(report.elapsed),
                      count_of(report.requests, "request"));
  if (report.detection.count() > 0) {
    text += fmt::format(" ({} of it waiting for detection)", format_duration(report.detection));
  }
  return text + ".\n" + paint.bold(last_sentence(report, exit)) + "\n";
}

Json apply_json(const plan::Plan& plan, const exec::Report* report, ExitCode exit, const Diagnostics& diagnostics)
{
  Json document;
  document["format_version"] = "1.0";
  document["flowsync_version"] = program_version();
  document["complete"] = exit == ExitCode::ok || exit == ExitCode::pending;
  document["applied"] = report != nullptr;
  document["exit_code"] = static_cast<int>(exit);
  document["interrupted"] = report != nullptr && report->interrupted;
  document["results"] = report != nullptr ? results_json(*report) : Json::array();
  document["counts"] = counts_json(report != nullptr ? *report : Report{});
  document["requests"] = report != nullptr ? report->requests : 0;
  document["elapsed_ms"] = report != nullptr ? report->elapsed.count() : 0;
  document["detection_ms"] = report != nullptr ? report->detection.count() : 0;
  auto all = diagnostics;
  if (report != nullptr) {
    for (const auto& warning : report->warnings) {
      all.add(warning);
    }
  }
  document["diagnostics"] = diagnostics_json(all);
  document["plan"] = plan_json(plan);
  return document;
}

} // namespace flowsync::view
