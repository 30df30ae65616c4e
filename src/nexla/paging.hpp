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
};

// Fetches the reply of one page, counted from 1.
using FetchPage = std::function<ApiResult<Reply>(std::size_t page)>;
// Takes in a page; gives the number of ids in it that were new, or what is wrong with it.
using AbsorbPage = std::function<Result<std::size_t, std::string>(const nlohmann::json& body)>;

// Walks all pages. The walk ends at the first page that brings nothing new: an empty one, or the same one again from a
// server that ignores `page`; never at a short page, which proves nothing (API notes A5).
ApiResult<Walk> walk_pages(const Call& call, const FetchPage& fetch, const AbsorbPage& absorb);

// The items of a list's page: a bare array or `{data: [...], meta}`; nullptr for anything else.
const nlohmann::json* page_items(const nlohmann::json& body);

} // namespace flowsync::nexla
