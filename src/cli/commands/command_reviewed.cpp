#include "base/printable.hpp"
#include "cli/commands.hpp"
#include "cli/forge_problem.hpp"
#include "cli/formats.hpp"
#include "forge/forges.hpp"
#include "forge/merged_request.hpp"
#include "git/commit.hpp"
#include "http/authorities.hpp"
#include "usecase/project/workspace.hpp"
#include "view/plan_comment.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

constexpr auto k_reading_needs =
    "GitHub: give the job `permissions: {pull-requests: read}`; GitLab: the token needs the scope `api` or `read_api`";

// What the newest comment of ours on the request says of the environment.
std::optional<view::ReviewedPlan> reviewed_in(const std::vector<forge::Note>& notes, const std::string& environment)
{
  std::optional<view::CommentMarker> newest;
  for (const auto& note : notes) {
    auto marker = view::read_marker(note.body);
    if (marker && (!newest || std::pair(marker->run, marker->attempt) >= std::pair(newest->run, newest->attempt))) {
      newest = std::move(marker);
    }
  }
  if (!newest) {
    return std::nullopt;
  }
  const auto found = newest->plans.find(environment);
  return found != newest->plans.end() ? std::optional(found->second) : std::nullopt;
}

} // namespace

ExitCode run_command(const ReviewedOptions& /*options*/, CommandContext& context)
{
  static_cast<void>(choose_format(context.global, "reviewed"));
  const auto workspace = usecase::load_workspace(context, usecase::one_environment(context, "reviewed"));
  const auto& environment = workspace.desired.environment.name;
  const auto commit = git::checked_out_commit(workspace.project.root);
  if (commit.empty()) {
    throw Fatal("nothing is checked out by git here", ExitCode::error, "run it in a clone, as a CI job has one");
  }
  const auto variable = [&](const std::string& name) { return context.around.variable(name); };
  const auto waiting = [&](const std::string& words) { context.console.news(printable(words)); };
  auto place = forge::find_repository(variable);
  if (!place) {
    throw Fatal(place.error().text, ExitCode::error, place.error().hint);
  }
  const auto transport = http::make_transport(http::trusted_authorities(variable));
  const auto number =
      forge::merged_request(*place, commit, *transport, context.around.clock, context.around.stop, waiting);
  if (!number) {
    fail_at_forge(number.error(), *place, "the request of this commit was not found", k_reading_needs);
  }
  if (*number == 0) {
    context.console.news(fmt::format("No request brought commit {}: nothing was reviewed.", commit));
    return ExitCode::ok;
  }
  place->number = *number;
  const auto discussion =
      forge::open_discussion(*place, *transport, context.around.clock, context.around.stop, waiting);
  const auto notes = discussion->own_notes(view::marker_beginning(workspace.project.name));
  if (!notes) {
    fail_at_forge(notes.error(), *place, fmt::format("the comment on {} was not read", printable(place->words())),
                  k_reading_needs);
  }
  const auto reviewed = reviewed_in(*notes, environment);
  if (!reviewed) {
    context.console.news(
        fmt::format("The comment on {} has no plan of {}.", printable(place->words()), printable(environment)));
  } else if (reviewed->digest != workspace.desired.digest) {
    context.console.news(fmt::format("The specs of {} are not those that {} planned: something else was merged.",
                                     printable(environment), printable(place->words())));
  } else {
    context.console.result(reviewed->actions_digest + "\n");
  }
  return ExitCode::ok;
}

} // namespace flowsync::cli
