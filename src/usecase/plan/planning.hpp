#pragma once

#include "base/secret.hpp"
#include "compare/used_places.hpp"
#include "exec/inventory.hpp"
#include "plan/plan.hpp"
#include "usecase/account/service.hpp"
#include "usecase/project/workspace.hpp"
#include "usecase/run/context.hpp"

#include <map>
#include <string>
#include <vector>

namespace flowsync::usecase {

// How a plan is to be made.
struct PlanningOptions
{
  bool full_refresh = false;
  bool prune = false;
  bool rebind = false; // choose lost detected sets anew
  // Of which places to warn that several environments use them: those of places_beside(), or none.
  std::vector<compare::EnvironmentPlaces> beside;
};

// The account of a loaded environment; see service.hpp.
std::unique_ptr<Service> open_service(const Workspace& workspace, const CommandContext& context,
                                      AccountAccess access = AccountAccess::read);

// A plan with what it was made from.
struct Planned
{
  exec::Survey survey;
  plan::Plan plan;
};

// The state with what plans have seen since; with `stateless` nothing at all. Throws Fatal when it cannot be read.
StateData load_state(const Workspace& workspace, const CommandContext& context, bool stateless = false);

// Values of the secrets that resources of this environment use. Those that are not there are left out, or with
// `required` thrown as Rejected, all at once.
std::map<std::string, Secret> resolve_secrets(const Workspace& workspace, const CommandContext& context, bool required);

// Why secrets that resources of this environment use have no value here: apply ends because of each, before it writes.
Diagnostics missing_secrets(const Workspace& workspace, const CommandContext& context);

// Values of all secrets that this environment names and this run was given, used or not: for keeping them out of what
// is written.
std::map<std::string, Secret> known_secrets(const spec::Project& project, const Environment& environment,
                                            const CommandContext& context);

// What sources and sinks use in this environment, and in the others of its project. Needs the documents of the
// workspace.
std::vector<compare::EnvironmentPlaces> places_beside(const Workspace& workspace, const CommandContext& context);

// Looks at the account, makes the plan and keeps what was observed for the next one. Changes nothing in the service.
Planned make_plan(const Workspace& workspace, nexla::Api& api, const StateData& state,
                  const std::map<std::string, Secret>& secrets, PlanningOptions options, const CommandContext& context);

// What `plan` returns for it: 3 when a part was planned and another could not be, otherwise what its errors ask for.
ExitCode exit_of(const plan::Plan& plan);

} // namespace flowsync::usecase
