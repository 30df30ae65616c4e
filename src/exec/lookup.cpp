#include "exec/lookup.hpp"

#include "base/text.hpp"
#include "exec/walks.hpp"

#include <fmt/format.h>

namespace flowsync::exec {

LookUp look_up(Run& run, const Address& address, ResourceType type)
{
  auto listing = run.api.list(type, run.stop);
  if (!listing) {
    return CannotTell{listing.error().text()};
  }
  std::vector<LiveResource> found;
  std::vector<std::string> ids;
  for (auto& item : listing->items) {
    if (!item.copied_from_id && run.carries_mark(address, item.description)) {
      ids.push_back(std::to_string(item.id));
      found.push_back(std::move(item));
    }
  }
  if (found.size() > 1) {
    throw ResourceFailure(
        fmt::format("{} carry its mark: ids {}", count_of(found.size(), type_name(type)), join_words(ids)),
        ExitCode::refused, "remove the mark from the description of all but one");
  }
  if (found.size() == 1) {
    return std::move(found.front());
  }
  if (!ended_whole(*listing)) {
    return CannotTell{fmt::format("the list of {} is not whole", type_path(type))};
  }
  return NotThere{};
}

} // namespace flowsync::exec
