#pragma once

#include "nexla/api.hpp"

namespace flowsync::nexla {

// All rows of a list beside the resources, page by page, each id once; rows that are not objects are left out.
ApiResult<nlohmann::json> read_rows(Api& api, const std::string& path, std::stop_token stop);

} // namespace flowsync::nexla
