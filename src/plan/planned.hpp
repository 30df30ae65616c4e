#pragma once

#include "model/desired.hpp"
#include "model/live.hpp"
#include "model/record.hpp"
#include "plan/plan.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace flowsync::plan {

// The fields of a resource that specs can set, as they will be after an apply with these changes: what stays as well
// as what changes. `live` and `record` are null for a new or replaced one. Secrets are k_sensitive_text, as is whatever
// looks like one; ids of what does not exist yet are left out.
nlohmann::json planned_document(const DesiredResource& desired, const Bindings& bindings, const LiveResource* live,
                                const Record* record, const std::vector<FieldChange>& changes);

} // namespace flowsync::plan
