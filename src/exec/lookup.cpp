#include "exec/lookup.hpp"

#include "base/text.hpp"
#include "exec/agreement.hpp"
#include "exec/walks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace flowsync::exec {

namespace {

// Those that stand for `address` by their marks.
std::vector<LiveResource> marked(const Run& run, const Address& address, const nexla::Listing& listing)
{
  std::vector<LiveResource> found;
  std::copy_if(listing.items.begin(), listing.items.end(), std::back_inserter(found),
               [&](const LiveResource& item) { return run.stands_for(item, address); });
  return found;
}

} // namespace

LookUp look_up(Run& run, const Address& address, ResourceKind type)
{
  const auto since = server_time_of(run.api);
  const auto listing = run.api.list(type, run.stop);
  if (!listing) {
    return CannotTell{listing.error().text()};
  }
  auto found = marked(run, address, *listing);
  bool whole = ended_whole(*listing);
  if (found.empty() && !whole) { // perhaps because others are at work on this account
    const auto again = run.api.list(type, run.stop);
    if (!again) {
      return CannotTell{again.error().text()};
    }
    found = marked(run, address, *again);
    whole = compare_walks(run.api, type, walked(*listing), walked(*again), {since, false, true}, run.stop).holds;
  }
  if (found.size() > 1) {
    std::vector<std::string> ids;
    std::transform(found.begin(), found.end(), std::back_inserter(ids),
                   [](const LiveResource& live) { return std::to_string(live.id); });
    throw ResourceFailure(
        fmt::format("{} carry its mark: ids {}", count_of(found.size(), type_name(type)), join_words(ids)),
        ExitCode::refused, "remove the mark from the description of all but one");
  }
  if (found.size() == 1) {
    return std::move(found.front());
  }
  if (!whole) {
    return CannotTell{fmt::format("the list of {} is not whole", type_path(type))};
  }
  return NotThere{};
}

} // namespace flowsync::exec
