#include "nexla/paging.hpp"

#include <algorithm>

namespace flowsync::nexla {

namespace {

constexpr std::size_t k_most_pages = 100'000; // a service that invents new ids for ever

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

ApiResult<Walk> walk_pages(const Call& call, const FetchPage& fetch, const AbsorbPage& absorb)
{
  Walk walk;
  for (std::size_t page = 1; page <= k_most_pages; ++page) {
    const auto reply = fetch(page);
    if (!reply.ok()) {
      return reply.error();
    }
    const auto fresh = absorb(reply->body);
    if (!fresh.ok()) {
      auto error = Sender::failure(call, ApiError::Kind::malformed, fresh.error());
      error.request_id = reply->request_id;
      return error;
    }
    const auto total = std::max(reply->total, total_in_body(reply->body));
    if (total && (*fresh > 0 || !walk.total)) {
      walk.total = total;
    }
    if (*fresh == 0) {
      walk.whole = true;
      return walk;
    }
  }
  return Sender::failure(call, ApiError::Kind::malformed, "the list has no end");
}

} // namespace flowsync::nexla
