#include "exec/full_lists.hpp"

#include "base/parallel.hpp"
#include "nexla/decode.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace flowsync::exec {

namespace {

using nexla::ApiError;

constexpr std::array k_types{ResourceKind::source, ResourceKind::nexset, ResourceKind::sink};
constexpr std::size_t k_page = 100; // items that a page is expected to have

// What the walk of a list takes: its pages, and one that ends it.
std::size_t pages_of(const Inventory& inventory, ResourceKind type)
{
  const auto found = inventory.resources.find(type);
  return found != inventory.resources.end() ? found->second.size() / k_page + 2 : 2;
}

bool does_without(const ApiError& error)
{
  return error.kind == ApiError::Kind::absent || error.kind == ApiError::Kind::forbidden ||
         error.kind == ApiError::Kind::refused || error.kind == ApiError::Kind::malformed;
}

} // namespace

nexla::ApiResult<FullLists> read_in_lists(nexla::Api& api, const std::vector<Read>& reads, const Inventory& inventory,
                                          std::stop_token stop)
{
  std::vector<ResourceKind> types;
  for (const auto type : k_types) {
    const auto of_type =
        std::count_if(reads.begin(), reads.end(), [&](const Read& read) { return read.first == type; });
    if (static_cast<std::size_t>(of_type) > pages_of(inventory, type)) {
      types.push_back(type);
    }
  }
  std::vector<std::optional<nexla::ApiResult<nexla::Listing>>> lists(types.size());
  call_each(types.size(), types.size(), [&](std::size_t i) { lists[i].emplace(api.list_in_full(types[i], stop)); });
  FullLists full;
  const std::set<Read> asked(reads.begin(), reads.end());
  for (auto& list : lists) {
    if (!list->ok()) {
      if (!does_without(list->error())) {
        return list->error();
      }
      full.given = full.given.value_or(false);
      continue;
    }
    full.given = true;
    for (auto& item : list->value().items) {
      if (asked.contains({item.type, item.id}) && item.body.contains(nexla::detail_field(item.type))) {
        full.readings.shown.push_back(std::move(item));
      }
    }
  }
  return full;
}

} // namespace flowsync::exec
