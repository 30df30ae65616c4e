#pragma once

#include "exec/apply.hpp"
#include "plan/safety.hpp"
#include "plan/saved_plan.hpp"
#include "state/open_state.hpp"
#include "usecase/apply/trash_folder.hpp"
#include "usecase/plan/git_guard.hpp"
#include "usecase/plan/planning.hpp"
#include "usecase/run/context.hpp"

#include <memory>

namespace flowsync::usecase {

// Plans, shows, asks and carries out: `apply`, and `destroy`, which is applying specs that name nothing.
class Applying
{
public:
  enum class What
  {
    specs,
    destruction
  };
  // Loads the environment. With `saved` the plan must turn out just like that one. Throws Fatal and Rejected.
  Applying(const ApplyOptions& options, What what, CommandContext& context, const plan::SavedPlan* saved = nullptr);

  ExitCode run();

  // What run() planned; nullptr when it did not come to that.
  const plan::Plan* made() const { return m_made ? &*m_made : nullptr; }

private:
  Diagnostics refusals(const plan::Plan& plan, const StateData& state) const;
  Diagnostics differences_from_saved(const plan::Plan& plan, const StateData& state) const;
  GitFlags git_flags() const { return {m_options.allow_older, m_options.allow_dirty}; }
  bool approved(const std::string& environment);
  exec::Report carry_out(nexla::Api& api, const Planned& planned, const StateData& state,
                         const std::map<std::string, Secret>& secrets, state::OpenState& session);
  ExitCode save_run(state::OpenState& session, const plan::Plan& plan, const exec::Report& report, ExitCode exit,
                    bool writing);
  static void share_trash(state::OpenState& session, const std::filesystem::path& folder);
  void await_late_creates(const state::Holder& who);
  std::string name_of_command() const;
  void record_completed(state::Store& store) const;
  ExitCode finish(const plan::Plan& plan, const exec::Report* report, ExitCode exit, const Diagnostics& diagnostics);

  const ApplyOptions& m_options;
  What m_what;
  CommandContext& m_context;
  const plan::SavedPlan* m_saved;
  bool m_json;
  Workspace m_workspace;
  GitStanding m_git;
  std::optional<bool> m_dirty; // whether the work tree differed from the commit when the apply began
  state::Holder m_run;         // as others see it
  std::optional<plan::Plan> m_made;
};

} // namespace flowsync::usecase
