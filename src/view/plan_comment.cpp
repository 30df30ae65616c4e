#include "view/plan_comment.hpp"

#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "base/version.hpp"
#include "view/job_link.hpp"
#include "view/markdown_text.hpp"
#include "view/plan_markdown.hpp"
#include "view/plans.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace flowsync::view {

namespace {

constexpr std::string_view k_marker_end = "-->";
constexpr std::string_view k_plan_key = "plan.";

std::string marker_line(const CommentMarker& marker)
{
  auto line = marker_beginning(marker.project);
  line += marker.run > 0 ? fmt::format("run={}.{} ", marker.run, marker.attempt) : "";
  line += marker.commit.empty() ? "" : fmt::format("commit={} ", marker.commit);
  for (const auto& [environment, plan] : marker.plans) {
    line += fmt::format("{}{}={},{} ", k_plan_key, environment, plan.digest, plan.actions_digest);
  }
  return line + std::string(k_marker_end) + "\n";
}

std::uint64_t marker_number(std::string_view text)
{
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string comment_end(const std::vector<plan::Plan>& plans, const CommentMarker& marker, const std::string& job)
{
  const auto newest =
      std::max_element(plans.begin(), plans.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
  std::vector<std::string> facts;
  if (!marker.commit.empty()) {
    facts.push_back("commit " + marker.commit.substr(0, 12));
  }
  if (newest != plans.end()) {
    facts.push_back("planned " + format_timestamp(newest->time));
  }
  if (auto link = job_link(job); !link.empty()) {
    facts.push_back(std::move(link));
  }
  facts.push_back(fmt::format("flowsync {}", program_version()));
  return fmt::format("\n<sub>{}</sub>\n", fmt::join(facts, " · "));
}

} // namespace

std::string marker_beginning(std::string_view project)
{
  return fmt::format("<!-- flowsync:plan v1 project={} ", project);
}

std::optional<CommentMarker> read_marker(std::string_view comment)
{
  constexpr std::string_view k_opening = "<!-- flowsync:plan v1 ";
  const auto line = comment.substr(0, comment.find('\n'));
  if (!line.starts_with(k_opening) || line.find(k_marker_end) == std::string_view::npos) {
    return std::nullopt;
  }
  CommentMarker marker;
  for (const auto word : split(line.substr(k_opening.size()), ' ')) {
    const auto equals = word.find('=');
    const auto key = word.substr(0, equals);
    const auto value = equals == std::string_view::npos ? std::string_view() : word.substr(equals + 1);
    if (key == "project") {
      marker.project = value;
    } else if (key == "commit") {
      marker.commit = value;
    } else if (key.starts_with(k_plan_key)) {
      const auto comma = value.find(',');
      const auto actions = comma == std::string_view::npos ? std::string_view() : value.substr(comma + 1);
      marker.plans[std::string(key.substr(k_plan_key.size()))] = {std::string(value.substr(0, comma)),
                                                                  std::string(actions)};
    } else if (key == "run") {
      const auto dot = value.find('.');
      marker.run = marker_number(value.substr(0, dot));
      marker.attempt = dot == std::string_view::npos ? 0 : marker_number(value.substr(dot + 1));
    }
  }
  return marker;
}

bool is_worth_a_comment(const std::vector<plan::Plan>& plans)
{
  return std::any_of(plans.begin(), plans.end(), [](const plan::Plan& plan) {
    return !plan.is_complete() || plan.has_work() || !plan.refusals.empty();
  });
}

std::map<std::string, ReviewedPlan> reviewed_plans(const std::vector<plan::Plan>& plans)
{
  std::map<std::string, ReviewedPlan> reviewed;
  for (const auto& plan : plans) {
    if (plan.made && plan.is_complete() && !plan.actions_digest.empty()) {
      reviewed[plan.environment] = {plan.digest, plan.actions_digest};
    }
  }
  return reviewed;
}

std::string plan_comment(const std::vector<plan::Plan>& plans, const CommentMarker& marker, const std::string& job,
                         const PlanTextOptions& options)
{
  const auto beginning = marker_line(marker);
  const auto end = comment_end(plans, marker, job);
  if (plans.empty()) {
    return beginning + "## flowsync plan\n\nNo environment is affected.\n" + end;
  }
  return beginning + plans_table_markdown(plans, options, k_markdown_limit - 1 - beginning.size() - end.size()) + end;
}

} // namespace flowsync::view
