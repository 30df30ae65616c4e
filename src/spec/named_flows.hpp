#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace flowsync::spec {

// The flows that a run is about; nothing: all of the project's.
using NamedFlows = std::optional<std::set<std::string>>;

// Whether a file can be left unread by a run about these flows: as its text shows, it holds documents of kind Flow and
// nothing else, and none of the names stands anywhere in it. Where the text leaves a doubt, it cannot.
bool is_about_others(std::string_view text, const std::set<std::string>& names);

// Flows that a text refers to, as far as its lines show: `${ref.FLOW/…}`, `flow: FLOW`, `after: FLOW`.
std::set<std::string> referred_flows(std::string_view text);

} // namespace flowsync::spec
