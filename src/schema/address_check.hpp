#pragma once

#include "model/address.hpp"
#include "model/position.hpp"
#include "schema/findings.hpp"

#include <optional>
#include <string_view>

namespace flowsync::schema {

// Reads the address of a resource that can be created; nothing, after reporting it, when it is none. Credentials have
// addresses too, but are never created, moved or adopted.
std::optional<Address> check_address(Position at, std::string_view text, Findings& findings);

} // namespace flowsync::schema
