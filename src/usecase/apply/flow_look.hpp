#pragma once

#include "exec/flow_status.hpp"
#include "model/target.hpp"
#include "usecase/account/bound_resources.hpp"
#include "usecase/account/service.hpp"
#include "view/status_text.hpp"

#include <string>
#include <vector>

namespace flowsync::usecase {

// Looks whether data goes through flows of an environment, as often as wanted.
class FlowLook
{
public:
  // Loads the environment and finds its key. Throws Rejected and Fatal; targets that mean nothing are Rejected, too.
  FlowLook(const std::string& environment, const Targets& targets, CommandContext& context);

  // Asks the service. What it returns points into this. Throws Fatal when it cannot be read.
  view::StatusReport look(const exec::FlowPatience& patience);

  std::size_t flows() const { return m_flows.size(); }

private:
  CommandContext& m_context;
  Workspace m_workspace;
  Settings m_settings;
  std::vector<std::string> m_flows;
  StateData m_state;
  std::unique_ptr<Service> m_service;
};

// Waits up to `most` for data to go through the flows that the targets select; says what does not flow afterwards. With
// `quiet_result` nothing is written to the standard output.
ExitCode await_flowing(const std::string& environment, Duration most, bool quiet_result, CommandContext& context);

} // namespace flowsync::usecase
