#pragma once

#include "base/result.hpp"
#include "model/record.hpp"
#include "state/problem.hpp"

#include <string>
#include <string_view>

namespace flowsync::state {

// The text of state.json: one JSON object with one record a line, so that people can read it and line tools compare it.
// The same data gives the same bytes; the last member is a SHA-256 of everything before it.
std::string state_file_text(const StateData& data);

// Reads such a text; records are decoded on all cores. `file` is for messages.
Result<StateData, Problem> parse_state_file(std::string_view text, const std::string& file);

} // namespace flowsync::state
