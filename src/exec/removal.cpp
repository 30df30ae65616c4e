#include "exec/removal.hpp"

#include "base/printable.hpp"
#include "exec/walks.hpp"

#include <fmt/format.h>

#include <array>

namespace flowsync::exec {

namespace {

constexpr std::array k_pauses{Duration{0},    Duration{250},  Duration{500}, Duration{1000},
                              Duration{2000}, Duration{4000}, Duration{8000}};
constexpr int k_most_attempts = 3;

bool says_deleted(const Reading& reading)
{
  return reading.shown.status == "DELETED"; // API notes B2: one of the status words
}

void take_in(Run& run, const std::vector<LiveResource>& resources)
{
  for (const auto& resource : resources) {
    if (!run.account.latest({resource.type, resource.id})) {
      run.account.note(resource);
    }
  }
}

} // namespace

std::optional<Reading> stop_and_wait(Run& run, const LiveKey& key)
{
  auto reading = read_if_there(run, key);
  if (!reading || !has_status(key.first) || running(reading->shown.status) == Running::no) {
    return reading;
  }
  try {
    set_running(run, key, false);
  } catch (const ResourceFailure& failure) {
    const bool may_never_have_run = running(reading->shown.status) == Running::unknown;
    if (may_never_have_run && failure.kind() == nexla::ApiError::Kind::refused) {
      return reading; // some services refuse to pause what is INIT (API notes C2); what runs they do not delete
    }
    throw;
  }
  for (const auto pause : k_pauses) {
    run.clock.sleep(pause, {});
    reading = read_if_there(run, key);
    if (!reading || running(reading->shown.status) != Running::yes) {
      return reading;
    }
  }
  throw ResourceFailure(
      fmt::format("{} was paused and the service still shows it as {}", text_of(key), printable(reading->shown.status)),
      ExitCode::error, "run apply again when it has stopped");
}

void erase(Run& run, const LiveKey& key)
{
  std::string problem;
  for (int attempt = 0; attempt < k_most_attempts; ++attempt) {
    auto reading = stop_and_wait(run, key);
    if (!reading || says_deleted(*reading)) {
      run.account.remove(key);
      return;
    }
    auto reply = run.api.remove(key.first, key.second, {});
    if (!reply) {
      using Kind = nexla::ApiError::Kind;
      // What is still busy is refused (API notes G4); an answer that got lost tells nothing.
      const bool again = reply.error().kind == Kind::refused || reply.error().kind == Kind::uncertain ||
                         reply.error().kind == Kind::malformed;
      const bool never_busy = reply.error().kind == Kind::refused && !has_status(key.first);
      if (!again || never_busy || attempt + 1 == k_most_attempts) {
        throw ResourceFailure(reply.error());
      }
    }
  }
  if (const auto reading = read_if_there(run, key); reading && !says_deleted(*reading)) {
    throw ResourceFailure(fmt::format("the service answered that it deleted {}, and it is still there", text_of(key)));
  }
  run.account.remove(key);
}

void look_again(Run& run)
{
  auto index = run.api.flows(run.stop);
  if (index && index->whole) {
    take_in(run, index->resources);
    return;
  }
  for (const auto type : {ResourceKind::nexset, ResourceKind::sink}) {
    auto listing = run.api.list(type, run.stop);
    if (!listing) {
      throw ResourceFailure(listing.error());
    }
    if (!ended_whole(*listing)) {
      throw ResourceFailure(fmt::format("the list of {} is not whole, so it cannot be told what hangs below what is to "
                                        "be deleted",
                                        type_path(type)));
    }
    take_in(run, listing->items);
  }
}

} // namespace flowsync::exec
