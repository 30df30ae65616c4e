#pragma once

#include "cli/commands/command_state.hpp"
#include "exec/mark_edit.hpp"
#include "state/open_state.hpp"
#include "usecase/account/service.hpp"
#include "usecase/project/workspace.hpp"

#include <map>
#include <memory>

namespace flowsync::cli {

using usecase::CommandContext;

// The open state of an environment and the account that it is about. Its flows may be broken: only its settings count.
struct StateSession
{
  usecase::Settings settings;
  std::unique_ptr<usecase::Service> service;
  std::unique_ptr<state::OpenState> state;
  state::Store* store = nullptr; // of it
  plan::MarkOwner owner;
};

// Opens both, and checks that the key belongs to the organisation and user that the state was applied with. Throws
// Fatal and Rejected.
StateSession open_session(const StateOptions& options, const CommandContext& context, const std::string& command);

// Resources that carry a mark of this environment, by address, copies left out. Walks the lists of these types. Throws
// Fatal when a list cannot be read whole.
std::map<Address, std::vector<ResourceId>> marked_resources(StateSession& session, const std::set<ResourceKind>& types,
                                                            const CommandContext& context);

// What became of one address.
struct StateEdit
{
  Address address;
  ResourceId id = 0;
  std::string outcome; // "moved", "let_go", "forgotten", "failed"
  std::string text;    // in words
  std::string hint;    // of a failure
  ExitCode exit = ExitCode::ok;
};

// Says what became of them, and returns the exit code: `partial` when some were done and some failed.
ExitCode report_edits(const std::vector<StateEdit>& edits, const std::string& environment, bool json,
                      CommandContext& context);

} // namespace flowsync::cli
