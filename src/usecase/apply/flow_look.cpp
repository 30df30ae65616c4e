#include "usecase/apply/flow_look.hpp"

#include "base/text.hpp"
#include "base/timestamp.hpp"
#include "exec/account.hpp"
#include "usecase/plan/plan_output.hpp"
#include "usecase/plan/planning.hpp"
#include "usecase/project/selection.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::usecase {

namespace {

using State = exec::FlowStatus::State;

// The flows of which anything is selected, in the order of their names.
std::vector<std::string> selected_flows(const Desired& desired, const Targets& targets)
{
  std::vector<std::string> flows;
  for (const auto& resource : desired.resources) {
    const auto& flow = resource.address.flow;
    const bool is_new = !flow.empty() && (flows.empty() || flows.back() != flow);
    if (is_new && is_targeted(targets, resource.address, resource.labels)) {
      flows.push_back(flow);
    }
  }
  return flows;
}

} // namespace

FlowLook::FlowLook(const std::string& environment, const Targets& targets, CommandContext& context)
    : m_context(context),
      m_workspace(load_workspace(context, environment)),
      m_settings(load_settings(context, environment))
{
  require_targets(selecting(targets), m_workspace.desired);
  m_flows = selected_flows(m_workspace.desired, targets);
  m_state = recorded_state(m_settings, context);
  m_service = open_service(m_workspace, context);
}

view::StatusReport FlowLook::look(const exec::FlowPatience& patience)
{
  auto& api = m_service->api();
  const auto& environment = m_workspace.desired.environment;
  const auto doing = fmt::format("the account of {} could not be read", environment.name);
  const auto stop = m_context.around.stop;
  const auto account = value_or_fail(exec::list_account(api, environment, stop), doing);
  // What is bound and cannot be seen shows as a step that is not there.
  const auto bound = bound_resources(m_settings, m_state, account.inventory, account.identity, m_context).bound;
  const auto threads = static_cast<std::size_t>(std::max(1, environment.limits.parallelism));
  const auto now = m_context.around.clock.now();
  const exec::FlowQuestion question{m_workspace.desired, account.inventory, bound, m_flows, patience};
  return {environment.name, now, value_or_fail(exec::read_flow_status(api, question, threads, now, stop), doing)};
}

ExitCode await_flowing(const std::string& environment, Duration most, bool quiet_result, CommandContext& context)
{
  constexpr Duration k_first{1'000};
  constexpr Duration k_longest{15'000};
  FlowLook look(environment, context.global.targets, context);
  const auto end = context.around.clock.steady() + most;
  auto pause = k_first;
  while (true) {
    const auto report = look.look({Duration{0}, std::nullopt, true});
    const auto stopped = report.count(State::not_flowing);
    const auto left = std::chrono::duration_cast<Duration>(end - context.around.clock.steady());
    if (stopped == 0 || left <= Duration{0}) {
      if (!quiet_result) {
        context.console.result("\n" + view::status_text(report, text_width(context), context.console.out_paint()));
      }
      if (stopped > 0) {
        context.console.problem(Fatal(
            fmt::format("{} not flowing after {}", count_of(stopped, "flow"), format_duration(most)),
            ExitCode::differences, fmt::format("`flowsync status -e {} --watch` shows how it goes on", environment)));
      }
      return stopped == 0 ? ExitCode::ok : ExitCode::differences;
    }
    context.console.detail(fmt::format("{} not flowing yet", count_of(stopped, "flow")));
    if (!context.around.clock.sleep(std::min(pause, left), context.around.stop)) {
      return ExitCode::interrupted;
    }
    pause = std::min(k_longest, pause * 2);
  }
}

} // namespace flowsync::usecase
