#pragma once

#include "nexla/parts.hpp"

namespace flowsync::nexla {

// The documents of a nexset by name, each with its text (API notes J3).
Part decode_docs(const nlohmann::json& body);

// A POST replaces all of them, so those that others wrote are sent again as they are.
ApiResult<Done> change_docs(Api& api, const std::string& path, const PartChange& change, std::stop_token stop);

} // namespace flowsync::nexla
