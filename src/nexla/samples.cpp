#include "nexla/samples.hpp"

#include "nexla/paging.hpp"

#include <fmt/format.h>

namespace flowsync::nexla {

using nlohmann::json;

Sample decode_sample(const json& body)
{
  Sample sample;
  const auto* const items = page_items(body.is_object() && body.contains("samples") ? body.at("samples") : body);
  const auto none = json::array();
  for (const auto& item : items != nullptr ? *items : none) {
    if (!item.is_object()) {
      continue;
    }
    const auto& record = item.contains("rawMessage") ? item.at("rawMessage") : item;
    ++sample.records;
    if (record.is_object()) {
      for (const auto& attribute : record.items()) {
        sample.attributes.insert(attribute.key());
      }
    }
  }
  return sample;
}

ApiResult<std::optional<Sample>> sample_of(Api& api, ResourceId nexset, std::stop_token stop)
{
  constexpr int k_records = 50;
  const auto reply = api.read(fmt::format("/data_sets/{}/samples", nexset), fmt::format("count={}", k_records), stop);
  if (reply.ok()) {
    return std::optional(decode_sample(*reply));
  }
  return is_withheld(reply.error()) ? ApiResult<std::optional<Sample>>(std::nullopt) : reply.error();
}

} // namespace flowsync::nexla
