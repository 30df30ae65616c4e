#pragma once

#include "model/desired.hpp"

#include <optional>
#include <vector>

namespace flowsync::plan {

// The address that `moved:` entries lead to, following chains; nothing when there is no entry for `from`.
std::optional<Address> moved_to(const Desired& desired, const Address& from);

// Desired addresses with parents before children, otherwise sorted.
std::vector<const DesiredResource*> parents_first(const Desired& desired);

} // namespace flowsync::plan
