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

bool is_withheld(const ApiError& error)
{
  using Kind = ApiError::Kind;
  return error.kind == Kind::absent || error.kind == Kind::forbidden || error.kind == Kind::refused ||
         error.kind == Kind::malformed;
}

ApiResult<Listing> Api::list_in_full(ResourceKind type, std::stop_token /*stop*/)
{
  return ApiError{ApiError::Kind::absent, 404, "there is no such list", "GET " + std::string(type_path(type)), {}};
}

ApiResult<FlowIndex> Api::flow_of(ResourceKind type, ResourceId /*id*/, std::stop_token /*stop*/)
{
  return ApiError{ApiError::Kind::absent, 404, "there is no such path", "GET " + std::string(type_path(type)), {}};
}

ApiResult<nlohmann::json> Api::read(const std::string& path, const std::string& /*query*/, std::stop_token /*stop*/)
{
  return ApiError{ApiError::Kind::absent, 404, "there is no such path", "GET " + path, {}};
}

ApiResult<Done> Api::write(const std::string& method, const std::string& path, const nlohmann::json& /*body*/,
                           std::stop_token /*stop*/, Repeat /*repeat*/)
{
  return ApiError{ApiError::Kind::absent, 404, "there is no such path", method + " " + path, {}};
}

ApiResult<Done> Api::run_now(ResourceId /*origin_node*/, std::stop_token /*stop*/)
{
  return ApiError{ApiError::Kind::absent, 404, "there is no such path", "run_now", {}};
}

} // namespace flowsync::nexla
