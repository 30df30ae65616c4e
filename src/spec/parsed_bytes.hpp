#pragma once

#include "model/node.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::spec {

// Documents as read_yaml() gives them, as bytes that are read fast; values that several places share stay shared.
std::string to_bytes(const std::vector<NodePtr>& documents);

// The documents of such bytes, with places in `file`. Nothing when they are anything else.
std::optional<std::vector<NodePtr>> from_bytes(std::string_view bytes, std::uint32_t file);

} // namespace flowsync::spec
