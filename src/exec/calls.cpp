#include "exec/calls.hpp"

#include <fmt/format.h>

namespace flowsync::exec {

std::optional<Reading> read_if_there(Run& run, const LiveKey& key)
{
  auto reply = run.api.get(key.first, key.second, nexla::Expand::no, {});
  if (!reply) {
    if (reply.error().kind == nexla::ApiError::Kind::absent) {
      return std::nullopt;
    }
    throw ResourceFailure(reply.error());
  }
  reply->read_alone = true;
  auto completed = run.account.note(*reply);
  return Reading{std::move(*reply), std::move(completed)};
}

Reading read(Run& run, const LiveKey& key)
{
  auto reading = read_if_there(run, key);
  if (!reading) {
    throw ResourceFailure(fmt::format("{} does not exist any more", text_of(key)), ExitCode::error,
                          "plan again: it was deleted in the meantime");
  }
  return std::move(*reading);
}

void set_running(Run& run, const LiveKey& key, bool active)
{
  const auto verb = active ? nexla::Verb::activate : nexla::Verb::pause;
  run.account.forget_elements(key);
  auto done = run.api.set_running(key.first, key.second, verb, {});
  run.account.forget_elements(key); // one may have been read meanwhile
  if (!done) {
    throw ResourceFailure(done.error());
  }
}

std::string text_of(const LiveKey& key)
{
  return fmt::format("{} {}", type_name(key.first), key.second);
}

} // namespace flowsync::exec
