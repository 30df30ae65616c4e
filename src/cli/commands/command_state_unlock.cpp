#include "base/text.hpp"
#include "base/version.hpp"
#include "cli/commands/command_state.hpp"
#include "cli/formats.hpp"
#include "state/lock_wait.hpp"
#include "usecase/account/state_access.hpp"
#include "view/json_text.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

namespace {

std::string alive_text(const state::Holder& holder)
{
  switch (state::is_alive(holder)) {
  case state::Alive::yes:
    return "It is running.";
  case state::Alive::no:
    return "Its process has ended.";
  case state::Alive::unknown:
    break;
  }
  const auto sign = holder.renewed_at.empty() ? holder.started_at : holder.renewed_at;
  return sign.empty() ? "It does not say who it is."
                      : fmt::format("It runs on another machine; its last sign of life is of {}.", sign);
}

nlohmann::ordered_json lock_json(const std::string& environment, const std::optional<state::HeldLock>& held)
{
  nlohmann::ordered_json document;
  document["format_version"] = "1.0";
  document["flowsync_version"] = program_version();
  document["environment"] = environment;
  document["locked"] = held.has_value();
  if (held) {
    const auto& holder = held->holder;
    const auto alive = state::is_alive(holder);
    document["holder"] = {{"who", holder.who},
                          {"what", holder.what},
                          {"pid", holder.pid},
                          {"user", holder.user},
                          {"host", holder.host},
                          {"started_at", holder.started_at},
                          {"renewed_at", holder.renewed_at},
                          {"link", holder.link}};
    document["holder"]["alive"] = nullptr;
    if (alive != state::Alive::unknown) {
      document["holder"]["alive"] = alive == state::Alive::yes;
    }
  }
  return document;
}

ExitCode refuse_system_lock(const std::string& environment, const state::Holder& holder, usecase::Console& console)
{
  Diagnostics diagnostics;
  diagnostics.error(
      "locked",
      fmt::format("the state of {} is locked by {}. {}", environment, state::words_for(holder), alive_text(holder)), {},
      "the lock is the operating system's and ends with the process that holds it, however it ends; so "
      "it is never left behind, and never taken away. Wait, or end that process");
  console.problems(diagnostics);
  return ExitCode::refused;
}

} // namespace

ExitCode unlock_state(const StateOptions& /*options*/, CommandContext& context)
{
  const bool json = choose_format(context.global, "state unlock") == "json";
  const auto found = find_state(context, "state unlock");
  const auto storage = state::open_storage(found.place);
  if (!storage) {
    fail_with(storage.error());
  }
  const auto held = state::find_holder(**storage, usecase::this_run(context, "state unlock"));
  if (!held) {
    fail_with(held.error());
  }
  if (json) {
    context.console.result(view::json_text(lock_json(found.environment, *held)));
  }
  if (!*held) {
    if (!json) {
      context.console.result(
          fmt::format("The state of {} is not locked: there is nothing to unlock.\n", found.environment));
    }
    return ExitCode::ok;
  }
  const auto& holder = (*held)->holder;
  if (!found.place.shared()) {
    return refuse_system_lock(found.environment, holder, context.console);
  }
  const auto who = fmt::format("The state of {} is locked by {}. {}", found.environment, state::words_for(holder),
                               alive_text(holder));
  if (context.console.can_ask()) {
    const auto answer = context.console.ask(fmt::format(
        "{}\nTake the lock away? While that run goes on, two would write at once. Only `yes` does it: ", who));
    if (!answer || trim(*answer) != "yes") {
      context.console.news("Nothing was changed.");
      return ExitCode::refused;
    }
  } else {
    context.console.news(who);
  }
  if (const auto problem = (*storage)->unlock((*held)->token)) {
    fail_with(*problem);
  }
  if (!json) {
    context.console.result(
        fmt::format("The lock of {} is taken away from {}.\n", found.environment, state::words_for(holder)));
  }
  return ExitCode::ok;
}

} // namespace flowsync::cli
