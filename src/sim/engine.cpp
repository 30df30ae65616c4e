#include "sim/engine.hpp"

#include "sim/accounts.hpp"
#include "sim/control.hpp"
#include "sim/error_reply.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

namespace flowsync::sim {

using nlohmann::json;

namespace {

std::string http_date(std::int64_t ms)
{
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(static_cast<std::time_t>(ms / 1000)));
}

std::string fate_of(const std::optional<Fault>& fault)
{
  if (!fault) {
    return {};
  }
  switch (fault->action) {
  case FaultAction::drop_before:
    return "dropped before the effect";
  case FaultAction::drop_after:
    return "dropped after the effect";
  case FaultAction::drop_then_effect:
    return "dropped, took effect later";
  case FaultAction::truncate:
    return "truncated";
  case FaultAction::no_persist:
    return "not persisted";
  case FaultAction::status:
  case FaultAction::html:
    return "refused by a fault";
  default:
    return {};
  }
}

Reply html_page(int status)
{
  Reply reply;
  reply.status = status;
  reply.content_type = "text/html";
  reply.text = "<!DOCTYPE html>\n<html><head><title>Please sign in</title></head><body>Sign in</body></html>\n";
  return reply;
}

} // namespace

Engine::Engine(EngineOptions options, Clock& clock, std::function<void()> kill)
    : m_clock(clock),
      m_kill(std::move(kill)),
      m_state(options.service_key, options.seed, options.switches),
      m_seed(options.seed),
      m_watcher(std::move(options.watcher))
{
  bool fresh = true;
  if (!options.data_file.empty()) {
    m_journal = std::make_unique<Journal>(options.data_file, m_state.world, m_clock, options.lock_patience);
    fresh = m_journal->fresh();
  }
  auto context = m_state.context(now_ms());
  const auto* const account = find_account(options.account);
  if (account == nullptr) {
    throw std::runtime_error(fmt::format("it has no account `{}`", options.account));
  }
  if (fresh && account->fill != nullptr) {
    account->fill(context);
    keep();
  }
  m_state.detection.rebuild(context);
}

void Engine::set_base_url(std::string url)
{
  const std::lock_guard lock(m_mutex);
  m_state.base_url = std::move(url);
}

void Engine::wait_for_late_effects()
{
  std::unique_lock lock(m_mutex);
  m_none_late.wait(lock, [this] { return m_late == 0; });
}

std::int64_t Engine::now_ms()
{
  return std::chrono::duration_cast<std::chrono::milliseconds>(m_clock.now().time_since_epoch()).count();
}

// The open transaction reaches the disk, then the world; or neither.
void Engine::keep()
{
  if (!m_state.world.changed()) {
    return;
  }
  if (m_journal) {
    m_journal->append(m_state.world);
  }
  m_state.world.commit();
}

void Engine::check_throttle(const User& user)
{
  const auto most = m_state.switches.number<"throttle_rps">();
  if (most == 0) {
    return;
  }
  auto& recent = m_recent[user.id];
  const auto now = now_ms();
  while (!recent.empty() && recent.front() <= now - 1000) {
    recent.pop_front();
  }
  if (recent.size() >= static_cast<std::size_t>(most)) {
    throw Refusal(429, "RATE_001", "too many requests");
  }
  recent.push_back(now);
}

Reply Engine::answer(Context& context, const Request& request)
{
  if (request.path.starts_with("/_sim/")) {
    return handle_control(m_state, context, request);
  }
  if (request.path == "/token" || request.path.starts_with("/token/")) {
    if (request.method != "POST") {
      throw Refusal(404, "", "there is no such path");
    }
    return m_state.sessions.handle(context, request);
  }
  context.caller = &m_state.sessions.authenticate(request.authorization, context.now_ms);
  check_throttle(*context.caller);
  return m_state.api.handle(context, request);
}

// Runs the handler in a transaction. What a handler throws becomes a reply and leaves no change.
Reply Engine::guarded(const Request& request, bool persist, const std::string& request_id)
{
  auto context = m_state.context(now_ms());
  try {
    m_state.detection.run_due(context);
    keep();
    auto reply = answer(context, request);
    const bool kept = persist && !context.forget_changes;
    if (kept) {
      m_state.audit.note(context, request, m_state.world);
      keep();
    }
    m_state.world.rollback();
    if (!kept) {
      m_state.detection.rebuild(context); // what was detected just now was not kept either
    }
    return reply;
  } catch (const Refusal& refusal) {
    m_state.world.rollback();
    auto reply = error_reply(m_state.switches, refusal, request_id, context.now_ms);
    if (refusal.status() == 429) {
      reply.headers.emplace_back("Retry-After", "1");
    }
    return reply;
  } catch (const std::exception& error) {
    m_state.world.rollback();
    return error_reply(m_state.switches, Refusal(500, "", error.what()), request_id, context.now_ms);
  }
}

Outcome Engine::run(const Request& request, const std::optional<Fault>& fault, const std::string& fate)
{
  Outcome outcome;
  std::string request_id;
  {
    const std::lock_guard lock(m_mutex);
    request_id = fmt::format("sim-{:x}-{:08}", m_seed, ++m_requests);
    if (fault && fault->action == FaultAction::expire_tokens) {
      m_state.sessions.expire_all();
    }
    if (fault && fault->action == FaultAction::html) {
      outcome.reply = html_page(fault->status);
    } else if (fault && fault->action == FaultAction::status) {
      const Refusal refusal(fault->status, fault->status == 429 ? "RATE_001" : "", "a fault that was asked for");
      outcome.reply = error_reply(m_state.switches, refusal, request_id, now_ms());
      if (fault->retry_after >= 0) {
        outcome.reply.headers.emplace_back("Retry-After", std::to_string(fault->retry_after));
      }
    } else if (!fault || fault->action != FaultAction::drop_before) {
      outcome.reply = guarded(request, !fault || fault->action != FaultAction::no_persist, request_id);
    }
  }
  outcome.content = outcome.reply.content();
  outcome.reply.headers.emplace_back("x-request-id", request_id);
  outcome.reply.headers.emplace_back("Date", http_date(now_ms()));
  if (!request.path.starts_with("/_sim/")) {
    const std::lock_guard lock(m_mutex);
    m_state.log.add(request, outcome.reply.status, outcome.content, request_id, now_ms(), fate);
  }
  return outcome;
}

Outcome Engine::handle(const Request& request, std::stop_token stop)
{
  if (request.path.starts_with("/_sim/")) {
    return run(request, std::nullopt, {});
  }
  Faults::Strike strike;
  {
    const std::lock_guard lock(m_mutex);
    strike = m_state.faults.strike(request);
    strike.latency += Duration(m_state.switches.number<"latency_ms">());
  }
  if (strike.latency.count() > 0) {
    m_clock.sleep(strike.latency, stop);
  }
  return watched(request, strike.fault, stop);
}

Outcome Engine::watched(const Request& request, const std::optional<Fault>& fault, std::stop_token stop)
{
  Outcome closed;
  closed.drop = true;
  if (m_watcher && !m_watcher(request, Moment::before_effect)) {
    return closed;
  }
  auto outcome = strike(request, fault, stop);
  if (m_watcher && !m_watcher(request, Moment::after_effect)) {
    return closed;
  }
  return outcome;
}

Outcome Engine::strike(const Request& request, const std::optional<Fault>& fault, std::stop_token stop)
{
  if (!fault) {
    return run(request, fault, {});
  }
  if (fault->action == FaultAction::kill_before) {
    m_kill();
  }
  const auto fate = fate_of(fault);
  if (fault->action == FaultAction::drop_then_effect) {
    Outcome outcome;
    outcome.drop = true;
    {
      const std::lock_guard lock(m_mutex);
      ++m_late;
    }
    outcome.after = [this, request, fate, stop, delay = fault->delay] {
      m_clock.sleep(delay, stop);
      run(request, std::nullopt, fate);
      const std::lock_guard lock(m_mutex);
      --m_late;
      m_none_late.notify_all();
    };
    return outcome;
  }
  auto outcome = run(request, fault, fate);
  if (fault->action == FaultAction::kill_after) {
    m_kill();
  }
  outcome.drop = fault->action == FaultAction::drop_before || fault->action == FaultAction::drop_after;
  if (fault->action == FaultAction::truncate) {
    outcome.truncate = fault->bytes;
  }
  return outcome;
}

} // namespace flowsync::sim
