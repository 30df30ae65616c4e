#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowsync::usecase {

// The text with every @PLACE@ replaced, one kind of place after the other.
std::string filled(std::string_view text, const std::vector<std::pair<std::string_view, std::string>>& places);

// How the variables with the keys of an environment begin: "NEXLA_LIVE_EU" for live-eu.
std::string key_stem(const std::string& environment);

} // namespace flowsync::usecase
