#include "exec/create_job.hpp"

#include "base/printable.hpp"
#include "base/timestamp.hpp"
#include "exec/change.hpp"
#include "exec/flow_reading.hpp"
#include "exec/lookup.hpp"
#include "exec/parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::exec {

namespace {

constexpr Duration k_first_search{500};
constexpr Duration k_longest_search_pause{10'000};
constexpr int k_most_posts = 2;
constexpr int k_most_unclear = 4; // looks in a row that told nothing, once it should be there

} // namespace

std::optional<Later> CreateJob::work()
{
  if (m_searching) {
    return search();
  }
  prepare();
  const auto left = m_run.left.intents.find(m_change.address);
  if (left == m_run.left.intents.end()) {
    return send();
  }
  // An earlier run sent this create and did not learn what became of it. When it did is told by its own clock, which
  // may be another machine's.
  const auto now = m_run.clock.now();
  const auto sent = m_run.options.others_wrote ? now : parse_timestamp(left->second.sent_at).value_or(now);
  const auto due = std::chrono::duration_cast<Duration>(sent + m_run.options.create_settle - now);
  m_settled_at = m_run.clock.steady() + std::min(due, m_run.options.create_settle);
  m_problem = "an earlier run did not learn whether it was created";
  m_searching = true;
  return search();
}

void CreateJob::prepare()
{
  const auto& desired = wanted();
  if (desired.parent && !m_run.bound(*desired.parent)) {
    throw ResourceFailure(fmt::format("{}, from which it comes, does not exist", desired.parent->text()));
  }
  m_body = without_parts(m_run.document_of(desired));
  const auto text = m_body.contains("description") && m_body["description"].is_string()
                        ? m_body["description"].get<std::string>()
                        : std::string();
  m_body["description"] = m_run.marked(m_change.address, text, nullptr);
}

std::optional<Later> CreateJob::send()
{
  using Kind = nexla::ApiError::Kind;
  m_run.options.make_sure();
  if (m_run.stop.stop_requested()) {
    throw ResourceFailure(m_problem.empty() ? "the run ended before it was sent" : m_problem, ExitCode::interrupted,
                          "the next apply looks for it before it creates anything");
  }
  m_run.store.intent({m_change.address, m_change.type, format_timestamp(m_run.clock.now())});
  ++m_posts;
  m_settled_at = m_run.clock.steady() + m_run.options.create_settle;
  auto reply = m_run.api.create(m_change.type, m_body, {});
  if (reply) {
    take(std::move(*reply));
    return std::nullopt;
  }
  m_problem = reply.error().text();
  switch (reply.error().kind) {
  case Kind::absent:
  case Kind::forbidden:
  case Kind::unauthorized:
  case Kind::refused:
  case Kind::throttled:
  case Kind::unreachable: // certainly not done
    m_run.store.settle(m_change.address);
    throw ResourceFailure(reply.error());
  case Kind::server:
    m_answered = true;
    break;
  case Kind::uncertain:
  case Kind::malformed:
  case Kind::cancelled:
    m_answered = false;
    m_result.wrote = true; // perhaps; the state says so as well
    break;
  }
  m_searching = true;
  m_interval = k_first_search;
  return search();
}

std::optional<Later> CreateJob::search()
{
  const bool settled = m_answered || m_run.clock.steady() >= m_settled_at;
  auto found = look_up(m_run, m_change.address, m_change.type);
  if (auto* const live = std::get_if<LiveResource>(&found)) {
    take(std::move(*live));
    return std::nullopt;
  }
  if (m_run.stop.stop_requested() || m_run.halted()) {
    throw ResourceFailure(fmt::format("{}; the run ended before it was known whether it was created", m_problem),
                          ExitCode::interrupted, "the next apply looks for it before it creates anything");
  }
  if (!settled) {
    return search_later();
  }
  if (const auto* const unclear = std::get_if<CannotTell>(&found)) {
    if (++m_unclear < k_most_unclear) { // a list that grows while it is read is whole the next time
      m_interval = k_first_search;
      return search_later();
    }
    throw ResourceFailure(fmt::format("{}, and whether it was created cannot be told: {}", m_problem, unclear->reason),
                          ExitCode::unreachable, "the next apply looks for it before it creates anything");
  }
  if (m_posts >= k_most_posts) {
    throw ResourceFailure(m_problem, ExitCode::unreachable, "the next apply looks for it before it creates anything");
  }
  m_searching = false;
  return send();
}

std::optional<Later> CreateJob::search_later()
{
  m_interval = std::clamp(m_interval, k_first_search, k_longest_search_pause);
  const auto left = std::chrono::ceil<Duration>(m_settled_at - m_run.clock.steady());
  const auto pause = left > Duration{0} ? std::min(m_interval, left) : m_interval;
  m_interval *= 2;
  m_run.telling.progress(m_change.address, fmt::format("its answer got lost; looking for it for {} more",
                                                       format_duration(std::max(left, Duration{0}))));
  return Later{pause, Wait::settle};
}

// It exists. What is known of it is recorded before anything else is asked of it.
void CreateJob::take(LiveResource reply)
{
  const auto& desired = wanted();
  const LiveKey key{m_change.type, reply.id};
  reply.type = key.first;
  m_result.id = reply.id;
  if (desired.parent) { // without which it would have been refused
    m_run.prove(*desired.parent);
  }
  Record record;
  record.address = m_change.address;
  record.type = key.first;
  record.id = reply.id;
  note_applied(m_run, desired, record);
  if (desired.state != RunState::paused) {
    record.applied.erase("status"); // it is still to be started
  }
  record.applied = without_parts(std::move(record.applied)); // they are still to be written
  wrote(fmt::format("created (id {})", reply.id));
  if (!m_run.bind(m_change.address, key)) {
    throw ResourceFailure(fmt::format("{} stands for {} already", text_of(key), m_run.owner_of(key)->text()));
  }
  Created created{key, m_body, m_run.account.note(std::move(reply))};
  m_run.record(std::move(record));
  check_mark(created.reply);
  if (m_branch != nullptr) {
    m_branch->add(m_change.address, std::move(created));
    return;
  }
  start_created(m_run, desired, key, created.reply.status);
  if (key.first == ResourceKind::source) { // which shows, too, what was detected by now
    read_flow(m_run, key);
  }
  finish_created(m_run, desired, created, [this](const std::string& what) { wrote(what); });
}

void CreateJob::check_mark(const LiveResource& reply)
{
  if (m_run.carries_mark(m_change.address, reply.description)) {
    return;
  }
  const LiveKey key{m_change.type, reply.id};
  if (m_run.carries_mark(m_change.address, read(m_run, key).shown.description)) {
    return;
  }
  m_run.stop_creating(fmt::format("the service did not keep the mark of {}", m_change.address.text()));
  throw ResourceFailure(
      fmt::format("{} was created, but the service did not keep its mark in the description", text_of(key)),
      ExitCode::error, "nothing more is created; this one is recorded by its id");
}

} // namespace flowsync::exec
