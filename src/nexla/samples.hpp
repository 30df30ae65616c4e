#pragma once

#include "nexla/api.hpp"

namespace flowsync::nexla {

// What Nexla shows of the records of a nexset.
struct Sample
{
  std::size_t records = 0;
  std::set<std::string> attributes; // of all of them together
};

// Nothing when this service or key does not tell (API notes J3).
ApiResult<std::optional<Sample>> sample_of(Api& api, ResourceId nexset, std::stop_token stop);
Sample decode_sample(const nlohmann::json& body);

} // namespace flowsync::nexla
