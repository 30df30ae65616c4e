#include "usecase/reconcile/reconcile_loop.hpp"

#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "http/retry.hpp"
#include "usecase/reconcile/log_lines.hpp"
#include "usecase/reconcile/reconcile_pace.hpp"

#include <fmt/format.h>

namespace flowsync::usecase {

namespace {

// The program around us as a turn sees it: it speaks to the log, and nobody answers.
Surroundings in_the_log(const Surroundings& around, std::ostream& log, std::ostream& result)
{
  return {result,           log,         {},           false,         false, false, around.columns, around.environment,
          around.directory, around.stop, around.clock, around.machine};
}

GlobalOptions of_one(GlobalOptions global, const std::string& environment)
{
  global.environments = {environment};
  global.no_input = true;
  return global;
}

// A failure that lies in the specs is over with the next commit, which no wait brings nearer.
bool slows_down(const Turn& turn)
{
  return turn.outcome == Turn::Outcome::failed && turn.reason != "specs" && turn.reason != "refused";
}

std::string what_next(std::size_t failures, Duration wait)
{
  return fmt::format("; {} in a row, the next turn is in {}", count_of(failures, "failure"),
                     format_duration(std::chrono::ceil<std::chrono::seconds>(wait)));
}

} // namespace

ExitCode reconcile(const std::string& environment, ReconcileShared& shared)
{
  const auto& around = shared.context.around;
  auto& clock = around.clock;
  LogLines lines(around.err, shared.log_turn, clock, environment);
  std::ostream log(&lines);
  std::ostream nowhere(nullptr);
  const auto global = of_one(shared.context.global, environment);
  const auto surroundings = in_the_log(around, log, global.quiet ? nowhere : log);
  const auto speaker = shared.console(global, surroundings);
  auto& console = *speaker;
  Traffic traffic;
  const CommandContext context{global, surroundings, console, {}, &traffic};
  Turns turns(environment, shared.options, context);
  const auto random = http::system_random();
  std::size_t failures = 0;
  bool told_of_fetch = false;
  while (!around.stop.stop_requested()) {
    const auto heard = shared.bell.rings();
    const auto began = clock.steady();
    const auto specs = shared.specs.now(shared.options.every / 10);
    if (specs.problem && !specs.commit.empty() && !told_of_fetch) {
      console.problem(Fatal(
          fmt::format("git does not answer, so {} still counts: {}", specs.commit.substr(0, 12), specs.problem->reason),
          ExitCode::unreachable, specs.problem->hint));
    }
    told_of_fetch = specs.problem.has_value();
    const auto sent = traffic.sent.load();
    const auto turn = turns.run(specs);
    const auto took = std::chrono::duration_cast<Duration>(clock.steady() - began);
    failures = slows_down(turn) ? failures + 1 : 0;
    const auto wait = next_wait(shared.options.every, failures, random());
    const bool goes_on = !shared.options.once && turn.outcome != Turn::Outcome::interrupted;
    console.news(fmt::format("{} ({}, {}){}", words_for(turn), count_of(traffic.sent - sent, "request"),
                             format_duration(took), failures > 0 && goes_on ? what_next(failures, wait) : ""));
    shared.ended(environment, turn, took, traffic);
    if (turn.outcome == Turn::Outcome::interrupted) {
      return turn.wrote || shared.options.once ? ExitCode::interrupted : ExitCode::ok;
    }
    if (shared.options.once) {
      return turn.outcome == Turn::Outcome::standby ? ExitCode::ok : turn.exit;
    }
    if (!shared.bell.wait(clock, wait, heard, around.stop)) {
      break;
    }
  }
  return ExitCode::ok;
}

} // namespace flowsync::usecase
