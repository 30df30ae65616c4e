#include "state/lock_wait.hpp"

#include "base/timestamp.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::state {

namespace {

using Time = std::chrono::steady_clock::time_point;

// How long ago the holder says it was last alive; nothing when it does not say.
std::optional<Duration> silence(const Holder& holder, Clock& clock)
{
  const auto time = parse_timestamp(holder.renewed_at.empty() ? holder.started_at : holder.renewed_at);
  return time ? std::optional(std::chrono::duration_cast<Duration>(clock.now() - *time)) : std::nullopt;
}

bool is_gone(const Holder& holder, const Holder& me)
{
  return is_alive(holder, me.machine.empty() ? this_machine() : me.machine) == Alive::no;
}

enum class Verdict
{
  held,
  watch, // it looks abandoned: wait and see whether it changes
  dead,
};

// A lock that somebody holds, as it was found while waiting.
struct Seen
{
  HeldLock lock;
  Time since{};         // it has been this one
  bool renewed = false; // while we looked: whatever its clock says, it was alive then
};

// `renews`: see Storage.
Verdict judge(const Seen& seen, const Holder& me, bool renews, const SharingTimes& times, Clock& clock)
{
  if (is_gone(seen.lock.holder, me)) {
    return Verdict::dead;
  }
  if (!renews) {
    return Verdict::held;
  }
  const auto watched = std::chrono::duration_cast<Duration>(clock.steady() - seen.since);
  if (watched >= times.abandoned) {
    return Verdict::dead;
  }
  const auto silent = silence(seen.lock.holder, clock);
  if (seen.renewed || !silent || *silent < times.abandoned) {
    return Verdict::held;
  }
  return *silent >= times.surely_abandoned || watched >= times.watch ? Verdict::dead : Verdict::watch;
}

Problem locked(const Storage& storage, const Holder& holder)
{
  return {Problem::Kind::locked, fmt::format("the state in {} is locked by {}", storage.place(), words_for(holder)),
          "wait until that run has ended, or give more time with --lock-timeout 5m; if it will never end, "
          "`flowsync state unlock` takes the lock away from it"};
}

} // namespace

Result<std::string, Problem> wait_for_lock(Storage& storage, const Holder& holder, Clock& clock,
                                           const OpenStateOptions& options, std::stop_token stop)
{
  const auto& listener = options.listener;
  const auto& times = options.times;
  const auto deadline = clock.steady() + options.lock_timeout;
  std::optional<Seen> seen;
  bool told = false;
  for (;;) {
    auto token = storage.lock(holder, "");
    if (token || token.error().kind != Problem::Kind::locked) {
      return token;
    }
    auto held = storage.holder();
    if (!held) {
      return held.error();
    }
    const auto now = clock.steady();
    if (!*held) {
      seen.reset(); // given back meanwhile
    } else if (!seen || seen->lock.token != (*held)->token) {
      const bool renewed = seen && seen->lock.holder.id == (*held)->holder.id;
      seen = Seen{**held, now, renewed};
    }
    auto verdict = Verdict::held;
    if (seen) {
      verdict = judge(*seen, holder, storage.renews(), times, clock);
      if (verdict == Verdict::dead) {
        auto taken = storage.lock(holder, seen->lock.token);
        if (taken) {
          listener.news(fmt::format("The lock of {} is taken over: its run has ended without giving it back.",
                                    words_for(seen->lock.holder)));
          return taken;
        }
        if (taken.error().kind != Problem::Kind::locked) {
          return taken;
        }
      }
    }
    if (now >= deadline && verdict != Verdict::watch) {
      return locked(storage, seen ? seen->lock.holder : Holder{});
    }
    if (!told && seen) {
      told = true;
      listener.news(verdict == Verdict::watch
                        ? fmt::format("The lock of {} shows no sign of life; it is watched for {} s before it is taken "
                                      "over.",
                                      words_for(seen->lock.holder),
                                      std::chrono::ceil<std::chrono::seconds>(times.watch).count())
                        : fmt::format("Waiting for the lock of {}.", words_for(seen->lock.holder)));
    }
    if (!clock.sleep(times.retry, stop)) {
      return Problem{Problem::Kind::interrupted,
                     fmt::format("interrupted while waiting for the lock held by {}",
                                 words_for(seen ? seen->lock.holder : Holder{})),
                     ""};
    }
  }
}

bool is_abandoned(const Holder& holder, const Holder& me, bool renews, Clock& clock, const SharingTimes& times)
{
  return is_gone(holder, me) || (renews && silence(holder, clock).value_or(Duration{0}) >= times.surely_abandoned);
}

Result<std::optional<HeldLock>, Problem> find_holder(Storage& storage, const Holder& me)
{
  if (storage.tells_holder()) {
    return storage.holder();
  }
  const auto token = storage.lock(me, "");
  if (!token) {
    return token.error().kind == Problem::Kind::locked ? storage.holder() : token.error();
  }
  if (auto problem = storage.unlock(*token)) {
    return *std::move(problem);
  }
  return std::optional<HeldLock>();
}

} // namespace flowsync::state
