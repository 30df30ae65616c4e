#include "exec/remove_job.hpp"

#include "base/fatal.hpp"
#include "base/printable.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace flowsync::exec {

std::optional<Later> StopJob::work()
{
  const LiveKey key{m_change.type, m_change.id.value()};
  const auto live = read_if_there(m_run, key);
  if (live && running(live->shown.status) == Running::yes &&
      m_run.is_ours(live->shown, {m_change.address, m_change.previous_address.value_or(m_change.address)})) {
    stop_and_wait(m_run, key);
    wrote("paused");
  }
  return std::nullopt;
}

void SecondLook::ensure(Run& run)
{
  const std::lock_guard lock(m_mutex);
  if (!m_done) {
    look_again(run);
    m_done = true;
  }
}

std::optional<Later> RemoveJob::work()
{
  const LiveKey key{m_change.type, m_change.id.value()};
  m_look.ensure(m_run);
  const auto reading = read_if_there(m_run, key);
  if (reading) {
    check_owner(reading->completed);
    const auto along = belongings();
    try {
      m_run.options.trash->keep(m_change.address, reading->completed);
    } catch (const Fatal& fatal) {
      throw ResourceFailure(
          fmt::format("it is not deleted, because it could not be kept in the trash: {}", fatal.what()), fatal.exit(),
          fatal.hint());
    }
    stop_and_wait(m_run, key);
    for (auto next = along.rbegin(); next != along.rend(); ++next) {
      m_result.wrote = true;
      erase(m_run, *next);
    }
    m_result.wrote = true;
    erase_or_let_go(reading->completed);
  } else {
    m_run.account.remove(key);
    wrote(fmt::format("was gone already (id {})", key.second));
  }
  m_run.unbind(m_change.address, key);
  m_run.store.forget(m_change.address);
  return std::nullopt;
}

// Some services keep their lookups for ever (API notes J2): such a one is not ours from then on.
void RemoveJob::erase_or_let_go(const LiveResource& live)
{
  const LiveKey key{live.type, live.id};
  try {
    erase_with_latecomers(key);
    wrote(fmt::format("deleted (id {})", key.second));
  } catch (const ResourceFailure& failure) {
    const bool in_use = lower(failure.service_words()).find("use") != std::string::npos;
    if (key.first != ResourceKind::lookup || failure.status() != 405 || in_use) {
      throw;
    }
    let_go(live);
  }
}

void RemoveJob::let_go(const LiveResource& live)
{
  const LiveKey key{live.type, live.id};
  const auto reply = m_run.api.update(key.first, key.second, {{"description", strip_marks(live.description)}}, {});
  m_run.telling.warning(
      m_change.address, "lookup-kept",
      fmt::format("the service does not delete lookups: {} \"{}\" stays in the account and is not managed any more{}",
                  text_of(key), printable(live.name),
                  reply ? ""
                        : "; the mark in its description could not be taken out: " + printable(reply.error().text())),
      reply ? "" : "take the line with the mark out of its description in Nexla");
  m_result.action = plan::Action::forget;
  wrote(fmt::format("let go of (id {}): the service keeps lookups", key.second));
}

// A set may have been detected since the account was looked at; it keeps its source from being deleted.
void RemoveJob::erase_with_latecomers(const LiveKey& key)
{
  try {
    erase(m_run, key);
  } catch (const ResourceFailure& failure) {
    if (failure.kind() != nexla::ApiError::Kind::refused || key.first != ResourceKind::source) {
      throw;
    }
    look_again(m_run);
    const auto late = belongings();
    if (late.empty()) {
      throw;
    }
    for (auto next = late.rbegin(); next != late.rend(); ++next) {
      erase(m_run, *next);
    }
    erase(m_run, key);
  }
}

// Deleting needs the mark on a fresh reply. Detected sets, which carry none, go with their source.
void RemoveJob::check_owner(const LiveResource& live) const
{
  std::vector<Address> names{m_change.address};
  if (m_change.previous_address) {
    names.push_back(*m_change.previous_address);
  }
  if (is_detected(live) && live.source_id && m_run.is_unmarked(live)) {
    const auto& changes = m_run.plan.changes;
    const bool with_source = std::any_of(changes.begin(), changes.end(), [&](const plan::ResourceChange& change) {
      return change.type == ResourceKind::source && change.id == live.source_id &&
             (change.action == plan::Action::remove || change.action == plan::Action::replace);
    });
    if (with_source) {
      return;
    }
  }
  if (!m_run.is_ours(live, names)) {
    throw ResourceFailure(
        fmt::format("{} does not carry its mark any more and is not deleted", text_of({live.type, live.id})),
        ExitCode::refused, "plan again");
  }
}

std::vector<LiveKey> RemoveJob::belongings() const
{
  const LiveKey top{m_change.type, m_change.id.value()};
  std::set<LiveKey> going{top};
  std::vector<LiveKey> along;
  std::vector<std::string> others;
  for (const auto& key : m_run.account.below(top)) {
    const auto live = m_run.account.latest(key);
    if (!live) {
      continue;
    }
    const auto above = is_detected(*live) || is_generated(*live) ? parent_of(*live) : std::nullopt;
    if (above && going.contains(*above) && !m_run.owner_of(key) && m_run.is_unmarked(*live)) {
      going.insert(key);
      along.push_back(key);
    } else {
      others.push_back(fmt::format("{} \"{}\"", text_of(key), printable(live->name)));
    }
  }
  if (!others.empty()) {
    throw ResourceFailure(fmt::format("{} below it {}", join_words(others), others.size() == 1 ? "stays" : "stay"),
                          ExitCode::refused, "plan again: it was not there, or not deleted as planned");
  }
  return along;
}

} // namespace flowsync::exec
