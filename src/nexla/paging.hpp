#pragma once

#include "nexla/api.hpp"
#include "nexla/sender.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace flowsync::nexla {

// What walking a list page by page came to.
struct Walk
{
  bool whole = false; // ended at an empty page or one without a new id
  // X-Total-Count of the last page that brought anything: what is counted there is what can have been met by then.
  std::optional<std::size_t> total;
  bool side_by_side = false; // pages were fetched at the same time
};

// Fetches the reply of one page, counted from 1.
using FetchPage = std::function<ApiResult<Reply>(std::size_t page)>;
// Takes in a page, which it may empty; gives the number of ids in it that were new, or what is wrong with it.
using AbsorbPage = std::function<Result<std::size_t, std::string>(nlohmann::json& body)>;

// Takes one item of a list, which it may empty; whether its id was new, or nothing when it has none.
using AbsorbItem = std::function<std::optional<bool>(nlohmann::json& item)>;
// Absorbs a page of a list item by item.
AbsorbPage by_item(AbsorbItem absorb);

// How many pages may be asked for at once.
enum class Pages
{
  one_by_one,
  side_by_side
};

// Walks all pages. The walk ends at the first page that brings nothing new: an empty one, or the same one again from a
// server that ignores `page`; never at a short page, which proves nothing (API notes A5). Side by side, those that the
// first page's count speaks of are fetched some at a time, and taken in in their order: what appears meanwhile can push
// an item from a page that is still to come to one that has been fetched, so compare what was met with `total`.
ApiResult<Walk> walk_pages(const Call& call, const FetchPage& fetch, const AbsorbPage& absorb,
                           Pages pages = Pages::one_by_one);

// The items of a list's page: a bare array or `{data: [...], meta}`; nullptr for anything else.
const nlohmann::json* page_items(const nlohmann::json& body);
nlohmann::json* page_items(nlohmann::json& body);

} // namespace flowsync::nexla
