#include "cli/commands/command_state_service.hpp"

#include "base/version.hpp"
#include "usecase/account/state_access.hpp"

#include "exec/survey_guard.hpp"
#include "exec/walks.hpp"
#include "plan/binding.hpp"
#include "view/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

StateSession open_session(const StateOptions& options, const CommandContext& context, const std::string& command)
{
  StateSession session;
  const auto name = usecase::one_environment(context, command);
  session.settings = usecase::load_settings(context, name);
  const auto& settings = session.settings;
  session.service = usecase::open_service(
      settings.project, settings.environment,
      usecase::setting_place(settings.document, *settings.project.files, {"spec", "nexla", "url"}), context,
      usecase::AccountAccess::write);
  session.state = usecase::open_state(usecase::state_place(settings.project, settings.environment, context), command,
                                      options.lock_timeout, context);
  session.store = &session.state->store();
  const auto identity = usecase::value_or_fail(session.service->api().identify(context.around.stop),
                                               fmt::format("the account of {} could not be opened", name));
  exec::check_identity(identity, settings.environment, session.store->data());
  if (const auto problem = session.state->begin()) {
    fail_with(*problem);
  }
  session.owner = {settings.project.name, name, settings.environment.formerly};
  return session;
}

std::map<Address, std::vector<ResourceId>> marked_resources(StateSession& session, const std::set<ResourceKind>& types,
                                                            const CommandContext& context)
{
  Inventory inventory;
  for (const auto type : types) {
    const auto listing = usecase::value_or_fail(session.service->api().list(type, context.around.stop),
                                                fmt::format("the {} could not be listed", type_path(type)));
    if (!exec::ended_whole(listing)) {
      throw Fatal(
          fmt::format("the list of {} is not whole, so what it does not show may carry a mark too", type_path(type)),
          ExitCode::unreachable, "run the command again");
    }
    for (const auto& item : listing.items) {
      inventory.resources[type].emplace(item.id, item);
    }
  }
  Desired nothing;
  nothing.project = session.owner.project;
  nothing.environment = session.settings.environment;
  Diagnostics unused; // about resources that nobody asked about
  const plan::MarkIndex marks(nothing, inventory, unused);
  std::map<Address, std::vector<ResourceId>> found;
  for (const auto& [address, resources] : marks.all()) {
    for (const auto* const live : resources) {
      found[address].push_back(live->id);
    }
  }
  return found;
}

ExitCode report_edits(const std::vector<StateEdit>& edits, const std::string& environment, bool json,
                      CommandContext& context)
{
  auto document = nlohmann::ordered_json::object();
  document["format_version"] = "1.0";
  document["flowsync_version"] = program_version();
  document["environment"] = environment;
  document["results"] = nlohmann::ordered_json::array();
  std::string text;
  Diagnostics problems;
  auto exit = ExitCode::ok;
  bool any_done = false;
  for (const auto& edit : edits) {
    document["results"].push_back({{"address", edit.address.text()},
                                   {"id", edit.id},
                                   {"outcome", edit.outcome},
                                   {"text", edit.text},
                                   {"hint", edit.hint}});
    if (edit.exit == ExitCode::ok) {
      any_done = true;
      text += fmt::format("{}: {}\n", edit.address.text(), edit.text);
    } else {
      problems.error("state-edit-failed", fmt::format("{}: {}", edit.address.text(), edit.text), {}, edit.hint).exit =
          edit.exit;
      exit = worse(exit, edit.exit);
    }
  }
  context.console.result(json ? view::json_text(document) : text);
  context.console.problems(problems);
  return exit != ExitCode::ok && any_done ? worse(exit, ExitCode::partial) : exit;
}

} // namespace flowsync::cli
