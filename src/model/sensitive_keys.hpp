#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string_view>

namespace flowsync {

// Whether the value under this key of a config is a secret by its name alone: the one table for validation, plans, the
// state and exports. Keys that only point to where a token stands in a reply ("response.next.token.path") are not.
bool is_sensitive_key(std::string_view key);

// Whether a service shows this in place of a secret: a run of asterisks, or our own k_sensitive_text.
bool is_masked_text(std::string_view text);

// Puts k_sensitive_text in place of every text or number under a sensitive key, at any depth.
void mask_sensitive_keys(nlohmann::json& value);

// The same for all fields of a resource's document but its parts (model/parts.hpp), whose keys are names.
void mask_sensitive_fields(nlohmann::json& document);

} // namespace flowsync
