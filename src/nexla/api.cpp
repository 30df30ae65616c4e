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

} // namespace flowsync::nexla
