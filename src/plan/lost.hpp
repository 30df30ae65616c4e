#pragma once

#include "model/live.hpp"
#include "model/record.hpp"
#include "plan/field_change.hpp"

#include <vector>

namespace flowsync::plan {

// What goes with a resource that is deleted: the values of its fields as far as they were read, or else as they were
// applied last. What was applied as a secret is masked wherever it is read back.
std::vector<FieldChange> lost_fields(const LiveResource& live, const Record* record);

} // namespace flowsync::plan
