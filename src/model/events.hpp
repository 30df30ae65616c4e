#pragma once

#include "model/kinds.hpp"

#include <span>
#include <string_view>

namespace flowsync {

// The events of a source, nexset or sink that Nexla tells people of (API notes J3); none for other kinds. A newer
// service may have more.
std::span<const std::string_view> events_of(ResourceKind kind);
bool has_event(ResourceKind kind, std::string_view event);

// The word that notification settings have for a kind: "SOURCE"; "" without.
std::string_view notified_type(ResourceKind kind);

// Ways that people are told in: "app", "email", "sms", "slack", "webhooks". A channel that was set up is one of these
// with settings.
bool is_way_of_telling(std::string_view word);

} // namespace flowsync
