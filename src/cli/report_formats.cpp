#include "cli/report_formats.hpp"

#include "view/annotation_forms.hpp"
#include "view/diagnostics_github.hpp"
#include "view/diagnostics_sarif.hpp"
#include "view/diagnostics_text.hpp"
#include "view/drift_text.hpp"
#include "view/json_text.hpp"
#include "view/junit.hpp"
#include "view/plan_annotations.hpp"
#include "view/plan_html.hpp"
#include "view/plan_json.hpp"
#include "view/plans.hpp"
#include "view/terraform_report.hpp"
#include "view/text_html.hpp"
#include "view/unmade_plan.hpp"
#include "view/validation.hpp"

#include <algorithm>
#include <stdexcept>

namespace flowsync::cli {

namespace {

// Problems stand before the result where no standard error is beside it.
std::string problems_before(const Diagnostics& problems, const std::string& text, const ReportStyle& style)
{
  const auto told = style.in_a_file ? view::diagnostics_text(problems, style.text.paint) : std::string();
  return told.empty() ? text : told + "\n" + text;
}

std::string plan_as_text(const PlanReport& report, const ReportStyle& style)
{
  return view::plans_text(report.plans, style.text, style.in_a_file);
}

std::string plan_as_json(const PlanReport& report, const ReportStyle& /*style*/)
{
  return view::json_text(view::plans_json(report.plans));
}

std::string plan_as_markdown(const PlanReport& report, const ReportStyle& style)
{
  return view::plans_markdown(report.plans, style.text);
}

std::string plan_as_html(const PlanReport& report, const ReportStyle& style)
{
  return view::plans_html(report.plans, style.text);
}

std::string drift_as_text(const DriftReport& report, const ReportStyle& style)
{
  if (!report.plan.made) {
    return view::plans_text({report.plan}, style.text, style.in_a_file);
  }
  return problems_before(report.plan.diagnostics, view::drift_text(report.plan, style.text, report.counted), style);
}

std::string drift_as_json(const DriftReport& report, const ReportStyle& /*style*/)
{
  return view::json_text(view::plan_json(report.plan, view::PlanDocument::drift));
}

// The text of drift as a report of another kind shows it: it stands alone there, and has no colours.
std::string drift_alone(const DriftReport& report, const ReportStyle& style)
{
  auto alone = style;
  alone.in_a_file = true;
  alone.text.paint = view::Paint(false);
  return drift_as_text(report, alone);
}

std::string drift_as_markdown(const DriftReport& report, const ReportStyle& style)
{
  return report.plan.made ? view::text_markdown("flowsync drift", report.plan.environment, drift_alone(report, style))
                          : view::unmade_plan_markdown(report.plan, view::k_markdown_limit);
}

std::string drift_as_html(const DriftReport& report, const ReportStyle& style)
{
  return view::text_html("flowsync drift: " + report.plan.environment, drift_alone(report, style));
}

std::string validation_as_text(const ValidationReport& report, const ReportStyle& style)
{
  return report.made || style.in_a_file
             ? view::validation_text(report.diagnostics, report.environments, style.text.paint)
             : std::string();
}

std::string validation_as_json(const ValidationReport& report, const ReportStyle& /*style*/)
{
  return view::json_text(view::validation_json(report.diagnostics, report.environments));
}

std::string validation_as_markdown(const ValidationReport& report, const ReportStyle& /*style*/)
{
  return view::validation_markdown(report.diagnostics, report.environments);
}

std::string validation_as_html(const ValidationReport& report, const ReportStyle& /*style*/)
{
  return view::text_html("flowsync validate",
                         view::validation_text(report.diagnostics, report.environments, view::Paint(false)));
}

std::string plan_as_github(const PlanReport& report, const ReportStyle& style)
{
  return view::annotations_github(view::plan_annotations(report.plans), style.prefix, view::k_github_most);
}

std::string plan_as_sarif(const PlanReport& report, const ReportStyle& style)
{
  return view::annotations_sarif(view::plan_annotations(report.plans), style.prefix);
}

std::string plan_as_rdjson(const PlanReport& report, const ReportStyle& style)
{
  return view::annotations_rdjson(view::plan_annotations(report.plans), style.prefix);
}

std::string plan_as_codequality(const PlanReport& report, const ReportStyle& style)
{
  return view::annotations_codequality(view::plan_annotations(report.plans), style.prefix);
}

std::string plan_as_terraform_report(const PlanReport& report, const ReportStyle& /*style*/)
{
  return view::terraform_report(report.plans);
}

std::string plan_as_junit(const PlanReport& report, const ReportStyle& /*style*/)
{
  return view::plans_junit(report.plans);
}

std::string drift_as_github(const DriftReport& report, const ReportStyle& style)
{
  return view::annotations_github(view::drift_annotations(report.plan), style.prefix, view::k_github_most);
}

std::string drift_as_sarif(const DriftReport& report, const ReportStyle& style)
{
  return view::annotations_sarif(view::drift_annotations(report.plan), style.prefix);
}

std::string drift_as_rdjson(const DriftReport& report, const ReportStyle& style)
{
  return view::annotations_rdjson(view::drift_annotations(report.plan), style.prefix);
}

std::string drift_as_codequality(const DriftReport& report, const ReportStyle& style)
{
  return view::annotations_codequality(view::drift_annotations(report.plan), style.prefix);
}

std::string drift_as_junit(const DriftReport& report, const ReportStyle& /*style*/)
{
  return view::drift_junit(report.plan, report.counted);
}

std::string validation_as_rdjson(const ValidationReport& report, const ReportStyle& style)
{
  return view::annotations_rdjson(view::annotations_of(report.diagnostics), style.prefix);
}

std::string validation_as_codequality(const ValidationReport& report, const ReportStyle& style)
{
  return view::annotations_codequality(view::annotations_of(report.diagnostics), style.prefix);
}

std::string validation_as_junit(const ValidationReport& report, const ReportStyle& /*style*/)
{
  return view::validation_junit(report.diagnostics, report.environments);
}

std::string validation_as_github(const ValidationReport& report, const ReportStyle& style)
{
  return view::diagnostics_github(report.diagnostics, style.prefix);
}

std::string validation_as_sarif(const ValidationReport& report, const ReportStyle& style)
{
  return view::diagnostics_sarif(report.diagnostics, style.prefix);
}

const ReportFormat& format_named(std::string_view name)
{
  const auto& formats = report_formats();
  const auto found =
      std::find_if(formats.begin(), formats.end(), [&](const auto& format) { return format.name == name; });
  if (found == formats.end()) {
    throw std::logic_error("a format that is not in the table");
  }
  return *found;
}

} // namespace

const std::vector<ReportFormat>& report_formats()
{
  static const std::vector<ReportFormat> k_formats{
      {"text", plan_as_text, drift_as_text, validation_as_text},
      {"json", plan_as_json, drift_as_json, validation_as_json},
      {"markdown", plan_as_markdown, drift_as_markdown, validation_as_markdown},
      {"html", plan_as_html, drift_as_html, validation_as_html},
      {"github", plan_as_github, drift_as_github, validation_as_github},
      {"sarif", plan_as_sarif, drift_as_sarif, validation_as_sarif},
      {"rdjson", plan_as_rdjson, drift_as_rdjson, validation_as_rdjson},
      {"codequality", plan_as_codequality, drift_as_codequality, validation_as_codequality},
      {"terraform-report", plan_as_terraform_report, nullptr, nullptr},
      {"junit", plan_as_junit, drift_as_junit, validation_as_junit},
  };
  return k_formats;
}

std::vector<std::string> report_formats_of(std::string_view command)
{
  std::vector<std::string> names;
  for (const auto& format : report_formats()) {
    const bool has = command == "plan" || command == "show" ? format.plan != nullptr
                     : command == "drift"                   ? format.drift != nullptr
                                                            : command == "validate" && format.validation != nullptr;
    if (has) {
      names.emplace_back(format.name);
    }
  }
  return names;
}

std::string write_report(const PlanReport& report, std::string_view format, const ReportStyle& style)
{
  return format_named(format).plan(report, style);
}

std::string write_report(const DriftReport& report, std::string_view format, const ReportStyle& style)
{
  return format_named(format).drift(report, style);
}

std::string write_report(const ValidationReport& report, std::string_view format, const ReportStyle& style)
{
  return format_named(format).validation(report, style);
}

} // namespace flowsync::cli
