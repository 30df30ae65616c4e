#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// /{resource}/{id}/accessors (API notes B10): GET lists, POST replaces, PUT adds or gives other roles, DELETE takes
// away what its body names, without a body everything. `list` is the grants of the object that the path means: its
// own, or those of the flow from its node on. Answers with the list as it is then. Throws Refusal.
Reply accessors(Context& context, const Request& request, const Object& object, std::vector<Grant> Object::*list);

// The grants that entries of `accessors` mean for the object, in their order. Throws Refusal for one that is not well
// formed or means nobody.
std::vector<Grant> parse_accessors(const Context& context, const Object& object, const nlohmann::json& entries,
                                   bool roles_needed);

} // namespace flowsync::sim
