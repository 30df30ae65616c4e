#pragma once

#include "plan/binding.hpp"

#include <string>

namespace flowsync::plan {

// What the state remembers of the resource that an address is bound to; null for nothing. An address that moved may
// have the record of another one still.
const Record* record_of(const StateData& state, const Address& address, const Binding& binding);

// In which way a resource without a mark is not the one that was recorded under its id: ids say nothing when an account
// was restored or its data replaced. By name, type and parent as last applied or last observed; "" when none of them
// differs or nothing is known of them. What people may change by themselves counts only where it is all that there is.
// Of a detected set, which has no mark and whose name is the service's, only what it hangs below counts: `source` is
// the id of its source as recorded, if it is.
std::string why_not_the_recorded(const Record& record, const LiveResource& live, bool detected,
                                 std::optional<ResourceId> source);

} // namespace flowsync::plan
