#include "base/text.hpp"
#include "base/version.hpp"
#include "cli/commands/command_state.hpp"
#include "cli/formats.hpp"
#include "exec/inventory.hpp"
#include "plan/binding.hpp"
#include "plan/moves.hpp"
#include "plan/planner.hpp"
#include "state/replace.hpp"
#include "usecase/account/service.hpp"
#include "usecase/account/state_access.hpp"
#include "usecase/plan/planning.hpp"
#include "usecase/project/workspace.hpp"
#include "view/json_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::cli {

namespace {

// What only the old state knows and marks do not: kept when it can be read.
StateData carried_over(const StateData& old)
{
  StateData fresh;
  fresh.intents = old.intents;
  fresh.restorations = old.restorations;
  fresh.identity = old.identity;
  fresh.owners = old.owners;
  fresh.commit = old.commit;
  fresh.commit_time = old.commit_time;
  fresh.applied_at = old.applied_at;
  fresh.completed = old.completed;
  fresh.facts = old.facts;
  return fresh;
}

Record bare_record(const Address& address, const LiveResource& live)
{
  Record record;
  record.address = address;
  record.type = live.type;
  record.id = live.id;
  record.observed = {{"name", live.name}};
  return record;
}

class Rebuilding
{
public:
  Rebuilding(const StateOptions& options, CommandContext& context)
      : m_options(options),
        m_context(context),
        m_json(choose_format(context.global, "state rebuild") == "json"),
        m_workspace(usecase::load_workspace(context, usecase::one_environment(context, "state rebuild")))
  {
  }

  ExitCode run()
  {
    auto& console = m_context.console;
    console.problems(m_workspace.warnings);
    const auto service =
        usecase::open_service(m_workspace.project, m_workspace.desired.environment,
                              usecase::setting_place(m_workspace.rendered.environment_document,
                                                     *m_workspace.project.files, {"spec", "nexla", "url"}),
                              m_context);
    auto replacement = state::Replacement::open(usecase::state_place(m_workspace, m_context),
                                                usecase::this_run(m_context, "state rebuild"), m_context.around.clock,
                                                m_options.lock_timeout, m_context.around.stop);
    if (!replacement) {
      fail_with(replacement.error());
    }
    auto fresh = read_old((*replacement)->old());
    const auto survey = usecase::value_or_fail(
        exec::survey(service->api(), m_workspace.desired, fresh, {exec::RefreshMode::full}, m_context.around.clock,
                     m_context.around.stop),
        fmt::format("the account of {} could not be read", m_workspace.desired.environment.name));
    Diagnostics diagnostics;
    find_records(survey, fresh, diagnostics);
    if (!fresh.identity || fresh.identity->installation.empty()) {
      fresh.identity = survey.identity;
    }
    const auto kept = (*replacement)->replace(fresh);
    if (!kept) {
      fail_with(kept.error());
    }
    return report(fresh, *kept, diagnostics);
  }

private:
  // The beginning of the new state. An old one that cannot be read gives nothing; one that the system refuses to give
  // stops the run, because it could not be kept either.
  StateData read_old(const Result<StateData, state::Problem>& old)
  {
    if (old) {
      return carried_over(*old);
    }
    const auto& problem = old.error();
    if (problem.kind == state::Problem::Kind::unreadable) {
      fail_with(problem);
    }
    m_unreadable = problem.text;
    return {};
  }

  // Everything that the table of identity binds without a record, and marked resources that the specs do not name.
  void find_records(const exec::Survey& survey, StateData& fresh, Diagnostics& diagnostics)
  {
    const auto& desired = m_workspace.desired;
    const auto& inventory = survey.inventory;
    const plan::LiveTree tree(inventory);
    const plan::Moves moves(desired);
    const plan::MarkIndex marks(desired, inventory, diagnostics);
    const auto bindings = plan::bind_all({desired, inventory, tree, fresh, survey.identity}, marks, diagnostics);
    for (const auto& resource : desired.resources) {
      const auto& binding = bindings.at(resource.address);
      if (binding.verdict != plan::Binding::Verdict::bound || binding.adopting) {
        continue; // an `adopt` entry binds by itself, and its mark is still to be written
      }
      const auto& live = *inventory.find(resource.type, binding.id);
      auto record = plan::observe(resource, live, Record{}, inventory.server_time, true);
      record.moved_past = moves.token_to_write(resource.address);
      fresh.records.insert_or_assign(resource.address, std::move(record));
    }
    for (const auto& [address, found] : marks.all()) {
      if (found.size() == 1 && !bindings.contains(address) && !fresh.records.contains(address)) {
        fresh.records.emplace(address, bare_record(address, *found.front()));
      }
    }
    // A record answers an intent only when an apply says so; marks alone show what was made.
    std::erase_if(fresh.intents, [&](const auto& entry) { return fresh.records.contains(entry.first); });
  }

  ExitCode report(const StateData& fresh, const std::vector<std::string>& files, const Diagnostics& diagnostics)
  {
    auto& console = m_context.console;
    console.problems(diagnostics);
    const auto& name = m_workspace.desired.environment.name;
    if (m_json) {
      nlohmann::ordered_json document;
      document["format_version"] = "1.0";
      document["flowsync_version"] = program_version();
      document["environment"] = name;
      document["resources"] = nlohmann::ordered_json::array();
      for (const auto& [address, record] : fresh.records) {
        document["resources"].push_back(
            {{"address", address.text()}, {"type", type_name(record.type)}, {"id", record.id}});
      }
      document["kept"] = files;
      document["old_state"] = m_unreadable.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(m_unreadable);
      console.result(view::json_text(document));
    } else {
      console.result(fmt::format("The state of {} is new: {} found by {} mark.\n", name,
                                 count_of(fresh.records.size(), "resource"),
                                 fresh.records.size() == 1 ? "its" : "their"));
    }
    if (!files.empty()) {
      console.news(fmt::format("The old state is kept as {}.", join_words(files)));
    }
    if (!m_unreadable.empty()) {
      console.news(fmt::format(
          "Creates that were sent and not answered are not known any more: if an apply was cut short "
          "less than {} seconds ago, wait that long before the next one.",
          std::chrono::ceil<std::chrono::seconds>(m_workspace.desired.environment.limits.create_settle).count()));
    }
    console.news("What was applied last is not known: keys removed from the specs since then cannot be seen until the "
                 "next apply.");
    return diagnostics.has_errors() ? ExitCode::partial : ExitCode::ok;
  }

  const StateOptions& m_options;
  CommandContext& m_context;
  bool m_json;
  usecase::Workspace m_workspace;
  std::string m_unreadable; // why the old state gave nothing
};

} // namespace

ExitCode rebuild_state(const StateOptions& options, CommandContext& context)
{
  return Rebuilding(options, context).run();
}

} // namespace flowsync::cli
