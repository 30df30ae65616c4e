#pragma once

#include "model/record.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace flowsync::view {

// The documents of `state list` and `state show` with --format json.
nlohmann::ordered_json state_list_json(const StateData& state, const std::string& environment,
                                       const std::vector<const Record*>& records);
nlohmann::ordered_json state_head_json(const StateData& state, const std::string& environment);
nlohmann::ordered_json record_json(const Record& record, const StateData& state, const std::string& environment);

// The cascades that are still to be undone and concern this resource, by what caused them.
std::vector<const Restoration*> restorations_of(const Record& record, const StateData& state);

} // namespace flowsync::view
