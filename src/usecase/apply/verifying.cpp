#include "usecase/apply/verifying.hpp"

#include "base/printable.hpp"
#include "base/text.hpp"
#include "exec/verification.hpp"
#include "state/store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace flowsync::usecase {

namespace {

using exec::Outcome;

// The flows of which something was written, and nothing failed or is still to come.
std::set<std::string> changed_flows(const exec::Report& report)
{
  std::set<std::string> changed;
  std::set<std::string> unfinished;
  for (const auto& result : report.results) {
    const bool done = result.outcome == Outcome::done;
    if (!done) {
      unfinished.insert(result.address.flow);
    } else if (result.wrote) {
      changed.insert(result.address.flow);
    }
  }
  std::erase_if(changed, [&](const std::string& flow) { return flow.empty() || unfinished.contains(flow); });
  return changed;
}

class Verifying
{
public:
  Verifying(nexla::Api& api, const Desired& desired, const state::Store& store, CommandContext& context)
      : m_api(api),
        m_desired(desired),
        m_store(store),
        m_context(context)
  {
  }

  Diagnostics run(const std::set<std::string>& flows, WallTime since)
  {
    std::vector<exec::ToVerify> wanted;
    for (const auto& resource : m_desired.resources) {
      const bool runs = resource.state != RunState::paused && flows.contains(resource.address.flow);
      const auto record = runs && resource.verify ? m_store.find(resource.address) : std::nullopt;
      if (record) {
        wanted.push_back({&resource, {record->type, record->id}});
      }
    }
    if (wanted.empty()) {
      return {};
    }
    m_context.console.news(fmt::format("Verifying {}.", count_of(wanted.size(), "resource")));
    const auto& around = m_context.around;
    const auto results = exec::verify(m_api, wanted, since, around.clock, around.stop);
    if (around.stop.stop_requested()) {
      m_context.console.news("Interrupted; what was not verified by then is not known.");
      return {};
    }
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      if (!results[i].kept) {
        report(*wanted[i].wanted, results[i]);
      }
    }
    return std::move(m_problems);
  }

private:
  void report(const DesiredResource& resource, const exec::Verified& result)
  {
    const auto& verify = *resource.verify;
    const auto& flow = resource.address.flow;
    std::string then;
    std::string hint = fmt::format("`flowsync status -e {} {}` shows where it stops", m_desired.environment.name, flow);
    if (verify.pauses && result.told) { // what is not known is no reason to stop anything
      const auto& failure = pause(flow);
      then = failure.empty() ? fmt::format("; the flow {} was paused", flow)
                             : fmt::format("; the flow {} could not be paused: {}", flow, printable(failure));
      hint = "correct it and apply again: that starts it";
    }
    auto& problem = m_problems.add({});
    problem.severity = Severity::error;
    problem.code = "not-verified";
    if (!result.told) {
      problem.code = "verify-not-told";
    }
    problem.exit = ExitCode::partial;
    problem.message = fmt::format("{}: {}{}", resource.address.text(), printable(result.why), then);
    problem.where = {verify.origin.file, verify.origin.line, verify.origin.column, 1, {}};
    problem.hint = std::move(hint);
  }

  // What was in the way; "" when it is paused.
  const std::string& pause(const std::string& flow)
  {
    const auto [known, fresh] = m_paused.try_emplace(flow);
    if (!fresh) {
      return known->second;
    }
    std::vector<LiveKey> keys;
    for (const auto kind : kinds_in_flow()) {
      for (const auto& resource : m_desired.resources) {
        const auto record =
            resource.address.flow == flow && resource.type == kind ? m_store.find(resource.address) : std::nullopt;
        if (record) {
          keys.emplace_back(record->type, record->id);
        }
      }
    }
    if (const auto done = exec::pause_running(m_api, keys); !done.ok()) {
      known->second = done.error().text();
    }
    return known->second;
  }

  nexla::Api& m_api;
  const Desired& m_desired;
  const state::Store& m_store;
  CommandContext& m_context;
  Diagnostics m_problems;
  std::map<std::string, std::string> m_paused; // flows, with what was in the way
};

} // namespace

Diagnostics verify_changed(nexla::Api& api, const Desired& desired, const exec::Report& report,
                           const state::Store& store, WallTime since, CommandContext& context)
{
  return Verifying(api, desired, store, context).run(changed_flows(report), since);
}

} // namespace flowsync::usecase
