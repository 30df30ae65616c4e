#include "exec/job.hpp"

#include "base/fatal.hpp"

#include <fmt/format.h>

namespace flowsync::exec {

Job::Job(Run& run, const plan::ResourceChange& change) : m_run(run), m_change(change)
{
  m_result.address = change.address;
  m_result.action = change.action;
  m_result.id = change.id;
}

std::optional<Later> Job::step()
{
  std::optional<Later> later;
  try {
    if (!m_begun && !may_begin()) {
      tell();
      return std::nullopt;
    }
    later = work();
  } catch (const ResourceFailure& failure) {
    using Kind = nexla::ApiError::Kind;
    if (failure.kind() == Kind::unauthorized) {
      m_run.halt({"the service does not accept the key any more", ExitCode::auth});
    } else if (failure.kind() == Kind::unreachable) {
      m_run.halt({"the service cannot be reached", ExitCode::unreachable});
    }
    if (failure.kind() == Kind::forbidden && !m_result.wrote && m_run.is_refused_everything()) {
      const Halt halt{"the key may not change this account", ExitCode::auth};
      m_run.halt(halt);
      end(Outcome::skipped, "because " + halt.reason); // the first refusal told of it
      m_result.exit = halt.exit;
    } else {
      fail(failure.what(), failure.exit(), failure.hint());
    }
  } catch (const Fatal& fatal) { // of the store: what is done from here on could not be recorded
    m_run.halt({"the state cannot be written", fatal.exit()});
    fail(fatal.what(), fatal.exit(), fatal.hint());
  } catch (const std::exception& error) {
    fail(fmt::format("internal error: {}", error.what()), ExitCode::error, "");
  }
  if (!later) {
    m_result.elapsed += std::chrono::duration_cast<Duration>(m_run.clock.steady() - m_begun_at);
    tell();
  }
  return later;
}

void Job::tell()
{
  if (!m_told && (m_last || m_result.outcome != Outcome::done)) {
    m_run.telling.finished(m_result);
  }
}

bool Job::may_begin()
{
  m_begun_at = m_run.clock.steady();
  for (const auto* const earlier : m_depends_on) {
    const auto& before = earlier->result();
    if (before.address == m_change.address) { // an earlier phase
      m_result = before;
      m_continues = true;
      if (before.outcome != Outcome::done) {
        m_told = true;
        return false;
      }
    }
    switch (before.outcome) {
    case Outcome::done:
      continue;
    case Outcome::failed:
      end(Outcome::skipped, fmt::format("because {} failed", before.address.text()));
      return false;
    default:
      end(before.outcome, before.reason);
      return false;
    }
  }
  m_run.options.make_sure();
  if (m_run.stop.stop_requested() && !finishes()) {
    end(Outcome::not_started, "the run was interrupted");
    return false;
  }
  if (const auto halt = m_run.halted()) {
    end(Outcome::skipped, "because " + halt->reason);
    m_result.exit = halt->exit;
    return false;
  }
  if (const auto reason = m_run.no_creates(); reason && creates()) {
    end(Outcome::skipped, "because " + *reason);
    return false;
  }
  m_begun = true;
  if (!m_continues) {
    m_run.telling.started(m_change.address, m_change.action);
  }
  return true;
}

const DesiredResource& Job::wanted() const
{
  const auto* const resource = m_run.wanted(m_change.address);
  if (resource == nullptr) {
    throw std::logic_error(m_change.address.text() + " is planned and not desired");
  }
  return *resource;
}

void Job::wrote(const std::string& what)
{
  m_result.wrote = true;
  m_run.note_written();
  m_result.what += m_result.what.empty() ? what : ", " + what;
}

void Job::end(Outcome outcome, std::string reason)
{
  m_result.outcome = outcome;
  m_result.reason = std::move(reason);
}

void Job::fail(const std::string& reason, ExitCode exit, const std::string& hint)
{
  end(Outcome::failed, reason);
  m_result.exit = exit;
  m_result.hint = hint;
}

} // namespace flowsync::exec
