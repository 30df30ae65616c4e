#pragma once

#include "cli/help_texts_ci.hpp"

namespace flowsync::cli {

// Of commands that look after what runs; nullptr for others.
const Help* find_fleet_help(std::string_view command);

} // namespace flowsync::cli
