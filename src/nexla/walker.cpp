#include "nexla/walker.hpp"

#include "http/url.hpp"

#include <fmt/format.h>

namespace flowsync::nexla {

ApiResult<Reply> Walker::page(Call call, std::size_t page, std::stop_token stop)
{
  call.query += fmt::format("{}page={}&per_page={}", call.query.empty() ? "" : "&", page, m_options.page_size);
  if (!m_options.access_role.empty()) {
    call.query += "&access_role=" + http::percent_encode(m_options.access_role);
  }
  return m_caller.call(call, stop);
}

ApiResult<Walk> Walker::whole(const Call& call, const std::stop_token& stop, const AbsorbPage& absorb,
                              const std::function<std::size_t()>& met, const std::function<void()>& start_over)
{
  const auto fetch = [&](std::size_t number) { return page(call, number, stop); };
  if (!m_counts_well) {
    return walk_pages(call, fetch, absorb);
  }
  auto walk = walk_pages(call, fetch, absorb, Pages::side_by_side);
  if (!walk.ok() || !walk->side_by_side || !walk->total || met() >= *walk->total) {
    return walk;
  }
  start_over();
  walk = walk_pages(call, fetch, absorb);
  if (walk.ok() && walk->total && met() < *walk->total) {
    m_counts_well = false; // a count that nothing reaches is no reason to walk twice each time
  }
  return walk;
}

} // namespace flowsync::nexla
