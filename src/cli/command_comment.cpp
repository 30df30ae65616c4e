#include "base/atomic_file.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/concealing_stream.hpp"
#include "cli/plan_document.hpp"
#include "cli/saved_plan.hpp"
#include "cli/state_access.hpp"
#include "forge/forges.hpp"
#include "forge/post.hpp"
#include "git/history.hpp"
#include "http/authorities.hpp"
#include "model/address.hpp"
#include "nexla/parse_json.hpp"
#include "view/plan_comment.hpp"

#include <fmt/format.h>

#include <charconv>

namespace flowsync::cli {

namespace {

std::vector<plan::Plan> read_plans(const std::string& file, const CommandContext& context)
{
  const auto text = read_file(working_directory(context) / file);
  if (!text) {
    throw Fatal(fmt::format("there is no file {}", printable(file)), ExitCode::error,
                "plan with --write json=FILE, which is written for plans that fail too");
  }
  if (looks_like_saved_plan(*text)) {
    auto saved = parse_saved_plan(*text);
    if (!saved) {
      throw Fatal(fmt::format("{} {}", printable(file), saved.error().text), ExitCode::error, saved.error().hint);
    }
    return {std::move(saved).value().plan};
  }
  try {
    return decode_plan_document(nexla::parse_json(*text).value);
  } catch (const std::exception&) { // a member that is missing or of another kind
    throw Fatal(fmt::format("{} is neither a saved plan nor what `plan --format json` prints", printable(file)),
                ExitCode::error, "plan with --out FILE or --write json=FILE");
  }
}

// Of all files; one environment of one project may come once.
std::vector<plan::Plan> read_all(const CommentOptions& options, const CommandContext& context)
{
  std::vector<plan::Plan> plans;
  std::string project;
  for (const auto& file : options.files) {
    for (auto& plan : read_plans(file, context)) {
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
  return plans;
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

view::CommentMarker marker_of(const std::vector<plan::Plan>& plans, const CommandContext& context)
{
  view::CommentMarker marker;
  marker.project = plans.front().project;
  marker.run = number_of(context, {"GITHUB_RUN_NUMBER", "CI_PIPELINE_IID"});
  marker.attempt = number_of(context, {"GITHUB_RUN_ATTEMPT"});
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
  const git::History history(working_directory(context));
  return history.standing({ours.commit, history.time_of(ours.commit)}, {there.commit, history.time_of(there.commit)})
             .order == git::CommitOrder::older;
}

[[noreturn]] void fail_posting(const forge::ForgeProblem& problem, const forge::Place& place)
{
  using Kind = forge::ForgeProblem::Kind;
  const auto text =
      fmt::format("the comment on {} was not written: {}", printable(place.words()), printable(problem.text));
  const bool github = place.forge == forge::Place::Forge::github;
  switch (problem.kind) {
  case Kind::unauthorized:
    throw Fatal(text, ExitCode::auth,
                github ? "GITHUB_TOKEN is not valid any more, or not for this server"
                       : "GITLAB_TOKEN is not valid any more, or not for this server");
  case Kind::forbidden:
    throw Fatal(text, ExitCode::auth,
                github ? "give the job `permissions: {pull-requests: write}`; a locked conversation takes no comments"
                       : "the token needs the scope `api` and at least the role Reporter");
  case Kind::missing:
    throw Fatal(text, ExitCode::auth, "either it does not exist, or this token may not see it");
  case Kind::unreachable:
  case Kind::uncertain:
    throw Fatal(text, ExitCode::unreachable, "run it again: a comment is never written twice");
  case Kind::cancelled:
    throw Fatal(text, ExitCode::interrupted);
  case Kind::rejected:
    break;
  }
  throw Fatal(text, ExitCode::error);
}

void tell_posted(forge::Posted posted, const forge::Place& place, Console& console)
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
  const auto plans = read_all(options, context);
  const auto marker = marker_of(plans, context);
  forge::OneComment comment;
  comment.beginning = view::marker_beginning(marker.project);
  comment.body = concealed_text(view::plan_comment(plans, marker, job_link(context), {}), false);
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
                        [&](const std::string& path) { return read_file(working_directory(context) / path); });
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
  fail_posting(posted.error(), *place);
}

} // namespace flowsync::cli
