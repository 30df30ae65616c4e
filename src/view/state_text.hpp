#pragma once

#include "model/record.hpp"
#include "view/paint.hpp"

#include <string>
#include <vector>

namespace flowsync::view {

// The name that people see in Nexla, as last observed or applied; "" unknown.
std::string recorded_name(const Record& record);

// The addresses of records, one a line; with `wide` a table with type, id and name.
std::string state_list_text(const std::vector<const Record*>& records, bool wide, const Paint& paint);

// What the state is: serial, lineage, who applied what and when, how much it holds, what is open.
std::string state_head_text(const StateData& state, const std::string& environment, const Paint& paint);

// All that is remembered of one resource. Secrets are references or masked, as the state has them.
std::string record_text(const Record& record, const StateData& state, const Paint& paint);

} // namespace flowsync::view
