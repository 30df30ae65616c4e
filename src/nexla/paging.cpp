#include "nexla/paging.hpp"

#include "base/parallel.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace flowsync::nexla {

namespace {

constexpr std::size_t k_most_pages = 100'000; // a service that invents new ids for ever
constexpr std::size_t k_at_once = 3;          // pages of one list; several lists are walked at a time

// `meta.totalCount` of a wrapped list.
std::optional<std::size_t> total_in_body(const nlohmann::json& body)
{
  if (!body.is_object()) {
    return std::nullopt;
  }
  const auto meta = body.find("meta");
  if (meta == body.end() || !meta->is_object()) {
    return std::nullopt;
  }
  const auto total = meta->find("totalCount");
  return total != meta->end() && total->is_number_unsigned() ? std::optional(total->get<std::size_t>()) : std::nullopt;
}

} // namespace

const nlohmann::json* page_items(const nlohmann::json& body)
{
  if (body.is_array()) {
    return &body;
  }
  if (body.is_object()) {
    const auto data = body.find("data");
    if (data != body.end() && data->is_array()) {
      return &*data;
    }
  }
  return nullptr;
}

nlohmann::json* page_items(nlohmann::json& body)
{
  return const_cast<nlohmann::json*>(page_items(std::as_const(body)));
}

AbsorbPage by_item(AbsorbItem absorb)
{
  return [absorb = std::move(absorb)](nlohmann::json& body) -> Result<std::size_t, std::string> {
    auto* const items = page_items(body);
    if (items == nullptr) {
      return std::string("the reply is not a list");
    }
    std::size_t fresh = 0;
    for (auto& item : *items) {
      const auto added = absorb(item);
      if (!added) {
        return std::string("the list holds something without an id");
      }
      fresh += *added ? 1U : 0U;
    }
    return fresh;
  };
}

namespace {

class PageWalk
{
public:
  PageWalk(const Call& call, const FetchPage& fetch, const AbsorbPage& absorb)
      : m_call(call),
        m_fetch(fetch),
        m_absorb(absorb)
  {
  }

  ApiResult<Walk> run(Pages pages)
  {
    std::size_t page = 1;
    if (const auto problem = take(m_fetch(page++))) {
      return *problem;
    }
    const auto told = pages == Pages::side_by_side && m_fresh > 0 && m_walk.total ? *m_walk.total / m_fresh + 1 : 0;
    while (!m_walk.whole && page <= std::min(told, k_most_pages)) {
      const auto count = std::min(k_at_once, told + 1 - page);
      std::vector<std::optional<ApiResult<Reply>>> replies(count);
      call_each(count, count, [&](std::size_t i) { replies[i].emplace(m_fetch(page + i)); });
      page += count;
      m_walk.side_by_side = m_walk.side_by_side || count > 1;
      for (auto reply = replies.begin(); reply != replies.end() && !m_walk.whole; ++reply) {
        if (const auto problem = take(std::move(**reply))) {
          return *problem;
        }
      }
    }
    while (!m_walk.whole && page <= k_most_pages) {
      if (const auto problem = take(m_fetch(page++))) {
        return *problem;
      }
    }
    if (!m_walk.whole) {
      return Sender::failure(m_call, ApiError::Kind::malformed, "the list has no end");
    }
    return m_walk;
  }

private:
  std::optional<ApiError> take(ApiResult<Reply> reply)
  {
    if (!reply.ok()) {
      return reply.error();
    }
    const auto total = std::max(reply->total, total_in_body(reply->body));
    const auto fresh = m_absorb(reply->body);
    if (!fresh.ok()) {
      auto error = Sender::failure(m_call, ApiError::Kind::malformed, fresh.error());
      error.request_id = reply->request_id;
      return error;
    }
    m_fresh = *fresh;
    if (total && (m_fresh > 0 || !m_walk.total)) {
      m_walk.total = total;
    }
    m_walk.whole = m_fresh == 0;
    return std::nullopt;
  }

  const Call& m_call;
  const FetchPage& m_fetch;
  const AbsorbPage& m_absorb;
  Walk m_walk;
  std::size_t m_fresh = 0; // of the page that was taken last
};

} // namespace

ApiResult<Walk> walk_pages(const Call& call, const FetchPage& fetch, const AbsorbPage& absorb, Pages pages)
{
  return PageWalk(call, fetch, absorb).run(pages);
}

} // namespace flowsync::nexla
