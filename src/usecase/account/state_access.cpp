#include "usecase/account/state_access.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

namespace flowsync::usecase {

namespace {

std::string first_of(const CommandContext& context, std::initializer_list<const char*> names)
{
  for (const auto* const name : names) {
    if (const auto value = context.around.variable(name); value && !value->empty()) {
      return *value;
    }
  }
  return {};
}

} // namespace

std::string job_link(const CommandContext& context)
{
  const auto& around = context.around;
  const auto server = around.variable("GITHUB_SERVER_URL");
  const auto repository = around.variable("GITHUB_REPOSITORY");
  const auto run = around.variable("GITHUB_RUN_ID");
  if (server && repository && run) {
    return fmt::format("{}/{}/actions/runs/{}", *server, *repository, *run);
  }
  return first_of(context, {"CI_JOB_URL", "BUILD_URL", "CIRCLE_BUILD_URL", "BUILDKITE_BUILD_URL"});
}

state::Place state_place(const spec::Project& project, const Environment& environment, const CommandContext& context)
{
  return {project.root,
          project.name,
          environment.name,
          environment.formerly,
          environment.state,
          [&around = context.around](const std::string& name) { return around.variable(name); },
          {}};
}

state::Place state_place(const Workspace& workspace, const CommandContext& context)
{
  auto place = state_place(workspace.project, workspace.desired.environment, context);
  place.checkout = workspace.checkout;
  return place;
}

state::Holder this_run(const CommandContext& context, const std::string& what)
{
  auto holder = state::this_process(what, first_of(context, {"GITHUB_ACTOR", "GITLAB_USER_LOGIN", "BUILD_USER_ID"}),
                                    job_link(context), context.around.clock.now());
  holder.machine = context.around.machine.empty() ? holder.machine : context.around.machine;
  return holder;
}

state::ReadState look_at_state(const state::Place& place, Console& console)
{
  auto read = state::read_state(place);
  if (!read) {
    throw Fatal(read.error().text, read.error().exit(), read.error().hint);
  }
  for (const auto& warning : read->warnings) {
    console.detail(warning);
  }
  return std::move(read).value();
}

StateData read_state(const state::Place& place, Console& console)
{
  return look_at_state(place, console).data;
}

std::unique_ptr<state::OpenState> open_state(const state::Place& place, const std::string& what, Duration lock_timeout,
                                             const CommandContext& context)
{
  state::SessionListener listener;
  listener.news = [&console = context.console](const std::string& line) { console.news(line); };
  auto session = state::OpenState::open(place, this_run(context, what), context.around.clock,
                                        {lock_timeout, std::move(listener)}, context.around.stop);
  if (!session && session.error().kind == state::Problem::Kind::locked) {
    throw StateLocked(session.error().text, session.error().exit(), session.error().hint);
  }
  if (!session) {
    throw Fatal(session.error().text, session.error().exit(), session.error().hint);
  }
  return std::move(session).value();
}

ExitCode close_state(state::OpenState& session, const std::string& message, Console& console)
{
  const auto problem = session.finish(message);
  if (!problem) {
    return ExitCode::ok;
  }
  if (!session.place().shared()) {
    console.news(problem->text); // all of it is in the journal
    return ExitCode::ok;
  }
  console.problem(Fatal(fmt::format("what was done is not in the shared state: {}", problem->text), ExitCode::partial,
                        fmt::format("nothing is lost: it is in {}; `flowsync state push -e {} {}` brings it in",
                                    session.saved_as().string(), session.place().environment,
                                    shell_word(session.saved_as().string()))));
  return ExitCode::partial;
}

} // namespace flowsync::usecase
