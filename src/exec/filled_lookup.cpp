#include "exec/filled_lookup.hpp"

#include "exec/join.hpp"
#include "nexla/decode_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace flowsync::exec {

namespace {

// By the sink's own words, else by what a lookup says of who fills it.
std::optional<ResourceId> lookup_filled_by(Run& run, const LiveResource& sink)
{
  if (const auto own = nexla::id_of(sink.body, "data_map_id")) {
    return own;
  }
  const auto listing = run.api.list(ResourceKind::lookup, {});
  if (!listing) {
    throw ResourceFailure(listing.error());
  }
  const auto found = std::find_if(listing->items.begin(), listing->items.end(),
                                  [&](const LiveResource& lookup) { return lookup.sink_id == sink.id; });
  return found != listing->items.end() ? std::optional(found->id) : std::nullopt;
}

} // namespace

void show_filled_lookup(Run& run, LiveResource& sink)
{
  if (const auto id = lookup_filled_by(run, sink)) {
    if (const auto lookup = read_if_there(run, {ResourceKind::lookup, *id})) {
      fill_from_lookup(sink, lookup->shown);
    }
  }
}

void write_filled_lookup(Run& run, const LiveKey& sink, nlohmann::json wanted)
{
  const auto live = run.account.latest(sink);
  const auto id = live ? lookup_filled_by(run, *live) : std::nullopt;
  if (!id) {
    throw ResourceFailure("the lookup that it fills is not visible, so it cannot be changed", ExitCode::error,
                          "its owner must share it with this user");
  }
  if (!wanted.contains("data_defaults")) { // what is absent would stay
    wanted["data_defaults"] = nlohmann::json::object();
  }
  if (auto reply = run.api.update(ResourceKind::lookup, *id, wanted, {}); !reply) {
    throw ResourceFailure(reply.error());
  }
}

} // namespace flowsync::exec
