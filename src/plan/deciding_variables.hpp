#pragma once

#include "model/node.hpp"
#include "plan/field_change.hpp"

#include <map>
#include <string>

namespace flowsync::plan {

// Whether a variable in the value can be why a field changes. It cannot when the text around it is all that differs:
// "acme/orders" -> "acme/orders-2" is not the work of a variable that is "acme". In doubt it can. `variables` are those
// of the environment, as they are now.
bool can_decide(const FieldChange& field, const std::map<std::string, NodePtr>& variables);

} // namespace flowsync::plan
