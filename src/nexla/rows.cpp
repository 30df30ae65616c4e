#include "nexla/rows.hpp"

#include "nexla/decode_value.hpp"
#include "nexla/paging.hpp"

#include <fmt/format.h>

namespace flowsync::nexla {

using nlohmann::json;

ApiResult<json> read_rows(Api& api, const std::string& path, std::stop_token stop)
{
  constexpr std::size_t k_most_pages = 1000;
  auto rows = json::array();
  std::set<ResourceId> met;
  for (std::size_t page = 1; page <= k_most_pages; ++page) {
    const auto reply = api.read(path, fmt::format("page={}&per_page=100", page), stop);
    if (!reply.ok()) {
      return reply.error();
    }
    const auto before = met.size();
    const auto* const items = page_items(*reply);
    const auto none = json::array();
    for (const auto& item : items != nullptr ? *items : none) {
      const auto id = item.is_object() ? id_of(item, "id") : std::nullopt;
      if (id && met.insert(*id).second) {
        rows.push_back(item);
      }
    }
    if (met.size() == before) { // an empty page, or the same again
      break;
    }
  }
  return rows;
}

} // namespace flowsync::nexla
