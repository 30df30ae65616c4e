#include "base/atomic_file.hpp"
#include "base/concealing_stream.hpp"
#include "base/printable.hpp"
#include "cli/commands.hpp"
#include "cli/forge_problem.hpp"
#include "cli/formats.hpp"
#include "forge/forges.hpp"
#include "forge/post.hpp"
#include "git/commit.hpp"
#include "git/history.hpp"
#include "http/authorities.hpp"
#include "model/address.hpp"
#include "spec/project.hpp"
#include "usecase/account/state_access.hpp"
#include "usecase/plan/plan_files.hpp"
#include "view/plan_comment.hpp"

#include <fmt/format.h>

#include <charconv>

namespace flowsync::cli {

namespace {

std::string project_here(const CommandContext& context)
{
  Diagnostics unused; // only its name matters
  return spec::load_project(usecase::working_directory(context), unused).name;
}

// Of all files; one environment of one project may come once.
struct AllPlans
{
  std::string project;
  std::vector<plan::Plan> plans;
};

AllPlans read_all(const CommentOptions& options, const CommandContext& context)
{
  std::vector<plan::Plan> plans;
  auto project = options.files.empty() ? project_here(context) : std::string();
  for (const auto& file : options.files) {
    for (auto& plan : usecase::read_plan_file(file, context)) {
      if (!plan.project.empty() && !project.empty() && plan.project != project) {
        throw Fatal(fmt::format("{} is of the project {}, another plan of {}", printable(file), printable(plan.project),
                                printable(project)),
                    ExitCode::error, "one comment is about one project");
      }
      project = plan.project.empty() ? project : plan.project;
      for (const auto& known : plans) {
        if (known.environment == plan.environment) {
          throw Fatal(fmt::format("two of the plans are of {}", printable(plan.environment)));
        }
      }
      plans.push_back(std::move(plan));
    }
  }
  constexpr std::size_t k_longest_name = 32;
  if (!is_name(project, k_longest_name)) {
    throw Fatal("none of the plans says of which project it is", ExitCode::error,
                "plan inside the project, where flowsync.yaml is");
  }
  for (auto& plan : plans) {
    plan.project = project;
  }
  return {project, plans};
}

std::uint64_t number_of(const CommandContext& context, std::initializer_list<const char*> names)
{
  for (const auto* const name : names) {
    const auto text = context.around.variable(name).value_or("");
    std::uint64_t number = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), number).ec == std::errc{}) {
      return number;
    }
  }
  return 0;
}

view::CommentMarker marker_of(const std::string& project, const std::vector<plan::Plan>& plans,
                              const CommandContext& context)
{
  view::CommentMarker marker;
  marker.project = project;
  marker.plans = view::reviewed_plans(plans);
  marker.run = number_of(context, {"GITHUB_RUN_NUMBER", "CI_PIPELINE_IID"});
  marker.attempt = number_of(context, {"GITHUB_RUN_ATTEMPT"});
  if (plans.empty()) {
    marker.commit = git::checked_out_commit(usecase::working_directory(context));
  }
  for (const auto& plan : plans) {
    const bool is_hex = plan.commit.find_first_not_of("0123456789abcdef") == std::string::npos;
    marker.commit = is_hex && !plan.commit.empty() ? plan.commit : marker.commit;
  }
  return marker;
}

// By the numbers of the runs where both have one, else by the order of the commits.
bool is_newer(const view::CommentMarker& there, const view::CommentMarker& ours, const CommandContext& context)
{
  if (there.run > 0 && ours.run > 0) {
    return std::pair(there.run, there.attempt) > std::pair(ours.run, ours.attempt);
  }
  if (there.commit.empty() || ours.commit.empty() || there.commit == ours.commit) {
    return false;
  }
  const git::History history(usecase::working_directory(context));
  return history.standing({ours.commit, history.time_of(ours.commit)}, {there.commit, history.time_of(there.commit)})
             .order == git::CommitOrder::older;
}

void tell_posted(forge::Posted posted, const forge::ReviewPlace& place, usecase::Console& console)
{
  const auto where = printable(place.words());
  switch (posted) {
  case forge::Posted::created:
    console.news(fmt::format("Commented on {}.", where));
    break;
  case forge::Posted::updated:
    console.news(fmt::format("Updated the comment on {}.", where));
    break;
  case forge::Posted::unchanged:
    console.news(fmt::format("The comment on {} says so already.", where));
    break;
  case forge::Posted::left_newer:
    console.news(fmt::format("The comment on {} is of a newer push, and stays.", where));
    break;
  case forge::Posted::nothing:
    console.news(fmt::format("Nothing changes: no comment on {}.", where));
    break;
  }
}

} // namespace

ExitCode run_command(const CommentOptions& options, CommandContext& context)
{
  static_cast<void>(choose_format(context.global, "comment"));
  const auto [project, plans] = read_all(options, context);
  const auto marker = marker_of(project, plans, context);
  forge::OneComment comment;
  comment.beginning = view::marker_beginning(marker.project);
  comment.body = concealed_text(view::plan_comment(plans, marker, usecase::job_link(context), {}), LogCommands::broken);
  comment.worth_making = view::is_worth_a_comment(plans);
  comment.is_newer = [&](const std::string& body) {
    const auto there = view::read_marker(body);
    return there && is_newer(*there, marker, context);
  };
  if (options.dry_run) {
    context.console.result(comment.body);
    return ExitCode::ok;
  }
  const auto place =
      forge::find_place([&](const std::string& name) { return context.around.variable(name); },
                        [&](const std::string& path) { return read_file(usecase::working_directory(context) / path); });
  if (!place) {
    throw Fatal(place.error().text, ExitCode::error, place.error().hint);
  }
  const auto transport = http::make_transport(
      http::trusted_authorities([&](const std::string& name) { return context.around.variable(name); }));
  const auto discussion =
      forge::open_discussion(*place, *transport, context.around.clock, context.around.stop,
                             [&](const std::string& words) { context.console.news(printable(words)); });
  const auto posted = forge::post(*discussion, comment);
  if (posted) {
    tell_posted(*posted, *place, context.console);
    return ExitCode::ok;
  }
  if (posted.error().kind == forge::ForgeProblem::Kind::forbidden && place->from_fork) {
    context.console.news(fmt::format("No comment on {}: it comes from a fork, whose jobs may not comment. The plan is "
                                     "in this job's log.",
                                     printable(place->words())));
    return ExitCode::ok;
  }
  fail_at_forge(posted.error(), *place, fmt::format("the comment on {} was not written", printable(place->words())),
                place->forge == forge::ReviewPlace::Forge::github
                    ? "give the job `permissions: {pull-requests: write}`; a locked conversation takes no comments"
                    : "the token needs the scope `api` and at least the role Reporter");
}

} // namespace flowsync::cli
