#pragma once

#include "nexla/api.hpp"

namespace flowsync::nexla {

// What an HTTP status that is not a success means (API notes A3).
ApiError::Kind kind_of_status(int status);

// Words for a failure that the service itself did not explain.
std::string default_message(int status);

} // namespace flowsync::nexla
