#pragma once

#include <string_view>

namespace flowsync {

// What a server was seen to do where the sources about the API disagree (API notes G), as it is kept among the facts of
// a state.
namespace habit {
inline constexpr std::string_view k_updated_at_frozen = "updated_at_frozen";
inline constexpr std::string_view k_strict_pause = "strict_pause";
inline constexpr std::string_view k_config_in_lists = "config_in_lists";
inline constexpr std::string_view k_full_lists = "full_lists";
inline constexpr std::string_view k_flows_unreadable = "flows_unreadable";
inline constexpr std::string_view k_transform_in_nexset = "transform_in_nexset";
inline constexpr std::string_view k_transform_in_source = "transform_in_source";
inline constexpr std::string_view k_runs_after_create = "runs_after_create";
inline constexpr std::string_view k_links_fixed = "links_fixed";
inline constexpr std::string_view k_keys_written_back = "keys_written_back";
inline constexpr std::string_view k_flow_verbs = "flow_verbs";
inline constexpr std::string_view k_verbs_stay = "verbs_stay";
} // namespace habit

// What a habit means, as one sentence for people; "" for a word that this version does not know.
std::string_view describe_habit(std::string_view habit);

} // namespace flowsync
