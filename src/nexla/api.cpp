#include "nexla/api.hpp"

#include <fmt/format.h>

namespace flowsync::nexla {

std::string ApiError::text() const
{
  std::string result = request;
  if (status != 0) {
    result += fmt::format("{}{}", result.empty() ? "" : ": ", status);
  }
  if (!message.empty()) {
    result += fmt::format("{}{}", result.empty() ? "" : ": ", message);
  }
  if (!request_id.empty()) {
    result += fmt::format(" (request {})", request_id);
  }
  return result;
}

ApiResult<nlohmann::json> Api::read(const std::string& path, const std::string& /*query*/, std::stop_token /*stop*/)
{
  return ApiError{ApiError::Kind::absent, 404, "there is no such path", "GET " + path, {}};
}

ApiResult<Done> Api::run_now(ResourceId /*origin_node*/, std::stop_token /*stop*/)
{
  return ApiError{ApiError::Kind::absent, 404, "there is no such path", "run_now", {}};
}

} // namespace flowsync::nexla
