#pragma once

#include "base/clock.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace flowsync::nexla {

// What the body of a failed call says (API notes A3: several envelopes are in use).
struct ErrorBody
{
  std::string message; // empty when it says nothing
  std::string request_id;
  std::optional<Duration> retry_after; // `retry_after` in seconds
};

ErrorBody decode_error(const nlohmann::json& body);

// The status of a failure that travels in a body of HTTP 200: `{status: 403, message}` or `{code: 404, message}`
// without an id (API notes A3, G35); nothing when the body is not a failure.
std::optional<int> status_in_body(const nlohmann::json& body);

} // namespace flowsync::nexla
