#pragma once

#include "cli/console.hpp"
#include "cli/planning.hpp"
#include "cli/safety.hpp"
#include "cli/trash_folder.hpp"
#include "exec/apply.hpp"
#include "state/store.hpp"

#include <memory>

namespace flowsync::cli {

// Plans, shows, asks and carries out: `apply`, and `destroy`, which is applying specs that name nothing.
class Applying
{
public:
  enum class What
  {
    specs,
    destruction
  };
  // Loads the environment. Throws Fatal and Rejected.
  Applying(const ApplyOptions& options, What what, CommandContext& context);

  ExitCode run();

private:
  bool approved(const std::string& environment);
  exec::Report carry_out(nexla::Api& api, const Planned& planned, const StateData& state,
                         const std::map<std::string, Secret>& secrets, state::Store& store);
  ExitCode finish(const plan::Plan& plan, const exec::Report* report, ExitCode exit, const Diagnostics& diagnostics);

  const ApplyOptions& m_options;
  What m_what;
  CommandContext& m_context;
  bool m_json;
  Workspace m_workspace;
};

} // namespace flowsync::cli
