#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace flowsync::plan {

// Where two values begin to differ: the RFC 6901 path, below `wanted`, of the innermost part of it that `live` does not
// have; "" when only the whole differs. Elements of lists of maps stand for one another by their `key`.
std::string changed_part(const nlohmann::json& wanted, const nlohmann::json& live);

} // namespace flowsync::plan
