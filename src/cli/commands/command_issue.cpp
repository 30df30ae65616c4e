#include "base/concealing_stream.hpp"
#include "base/printable.hpp"
#include "cli/commands.hpp"
#include "cli/forge_problem.hpp"
#include "cli/formats.hpp"
#include "forge/forges.hpp"
#include "forge/keep_issue.hpp"
#include "http/authorities.hpp"
#include "model/address.hpp"
#include "usecase/account/state_access.hpp"
#include "usecase/plan/plan_files.hpp"
#include "view/drift_issue.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

// Whether it is known that nothing drifted, or what did.
bool tells_drift(const plan::Plan& plan)
{
  const auto& items = plan.diagnostics.items();
  const bool unknown =
      std::any_of(items.begin(), items.end(), [](const auto& item) { return item.code == "cannot-tell"; });
  return plan.made && (plan.summary.drifted > 0 || (plan.is_complete() && !unknown));
}

// Names go into the line by which an issue is found again.
void check_names(const plan::Plan& plan, const std::string& file)
{
  constexpr std::size_t k_longest_name = 32;
  if (!is_name(plan.project, k_longest_name) || !is_name(plan.environment, k_longest_name)) {
    throw Fatal(fmt::format("{} does not say of which project and environment it is", printable(file)), ExitCode::error,
                "write it with `flowsync drift -e ENV --write json=FILE`, inside the project");
  }
}

void tell_kept(forge::KeptIssue kept, const std::string& environment, usecase::Console& console)
{
  switch (kept) {
  case forge::KeptIssue::opened:
    console.news(fmt::format("Opened an issue about drift in {}.", environment));
    break;
  case forge::KeptIssue::updated:
    console.news(fmt::format("Updated the issue about drift in {}.", environment));
    break;
  case forge::KeptIssue::unchanged:
    console.news(fmt::format("The issue about drift in {} says so already.", environment));
    break;
  case forge::KeptIssue::closed:
    console.news(fmt::format("Closed the issue about drift in {}: nothing differs any more.", environment));
    break;
  case forge::KeptIssue::nothing:
    console.news(fmt::format("No drift in {}, and no issue.", environment));
    break;
  }
}

// Of all files, as far as they tell anything.
std::vector<plan::Plan> read_drifts(const IssueOptions& options, CommandContext& context)
{
  std::vector<plan::Plan> drifts;
  for (const auto& file : options.files) {
    for (auto& plan : usecase::read_drift_file(file, context)) {
      if (tells_drift(plan)) {
        check_names(plan, file);
        drifts.push_back(std::move(plan));
      } else {
        context.console.news(fmt::format("{} does not tell whether {} drifted: its issue stays as it is.",
                                         printable(file),
                                         plan.environment.empty() ? "anything" : printable(plan.environment)));
      }
    }
  }
  return drifts;
}

} // namespace

ExitCode run_command(const IssueOptions& options, CommandContext& context)
{
  static_cast<void>(choose_format(context.global, "issue"));
  const auto drifts = read_drifts(options, context);
  const auto body_of = [&](const plan::Plan& plan) {
    return concealed_text(view::drift_issue(plan, usecase::job_link(context), {}), LogCommands::broken);
  };
  if (options.dry_run) {
    for (const auto& plan : drifts) {
      context.console.result(body_of(plan));
    }
    return ExitCode::ok;
  }
  if (drifts.empty()) {
    return ExitCode::ok;
  }
  const auto variable = [&](const std::string& name) { return context.around.variable(name); };
  const auto place = forge::find_repository(variable);
  if (!place) {
    throw Fatal(place.error().text, ExitCode::error, place.error().hint);
  }
  const auto transport = http::make_transport(http::trusted_authorities(variable));
  for (const auto& plan : drifts) {
    const auto issues =
        forge::open_issues(*place, view::drift_issue_title(plan), *transport, context.around.clock, context.around.stop,
                           [&](const std::string& words) { context.console.news(printable(words)); });
    const auto kept = forge::keep_issue(*issues, {view::drift_issue_beginning(plan.project, plan.environment),
                                                  body_of(plan), plan.summary.drifted > 0});
    if (!kept) {
      fail_at_forge(
          kept.error(), *place,
          fmt::format("the issue about drift in {} of {} was not kept", plan.environment, printable(place->words())),
          place->forge == forge::ReviewPlace::Forge::github
              ? "give the job `permissions: {issues: write}`, and let the repository have issues"
              : "the token needs the scope `api` and at least the role Reporter");
    }
    tell_kept(*kept, plan.environment, context.console);
  }
  return ExitCode::ok;
}

} // namespace flowsync::cli
