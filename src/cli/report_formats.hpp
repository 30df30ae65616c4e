#pragma once

#include "base/diagnostic.hpp"
#include "plan/plan.hpp"
#include "view/drift_text.hpp"
#include "view/plan_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace flowsync::cli {

// How a report looks where it goes.
struct ReportStyle
{
  view::PlanTextOptions text;
  std::string prefix;     // the project's folder inside the repository: "" or "flows/"
  bool in_a_file = false; // nobody reads the standard error beside it, so that it tells the problems itself
};

// What `plan` and `show` found out: a plan for each environment, also where it could not be made.
struct PlanReport
{
  std::vector<plan::Plan> plans; // at least one
};

// What `drift` found out.
struct DriftReport
{
  plan::Plan plan;
  view::DriftCounted counted;
};

// What `validate` found out.
struct ValidationReport
{
  Diagnostics diagnostics;
  std::vector<std::string> environments;
  bool made = true; // false: it ended before everything was looked at, as the diagnostics and the standard error say
};

// One format and how each kind of report is written in it; nullptr where a kind does not have it.
struct ReportFormat
{
  std::string_view name;
  std::string (*plan)(const PlanReport&, const ReportStyle&);
  std::string (*drift)(const DriftReport&, const ReportStyle&);
  std::string (*validation)(const ValidationReport&, const ReportStyle&);
};

// The one table of them, the usual one first.
const std::vector<ReportFormat>& report_formats();

// The formats of `plan`, `show`, `drift` or `validate`; none for another command.
std::vector<std::string> report_formats_of(std::string_view command);

// The report in the format of that name, which must be one of its kind's.
std::string write_report(const PlanReport& report, std::string_view format, const ReportStyle& style);
std::string write_report(const DriftReport& report, std::string_view format, const ReportStyle& style);
std::string write_report(const ValidationReport& report, std::string_view format, const ReportStyle& style);

} // namespace flowsync::cli
