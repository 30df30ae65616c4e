#pragma once

#include "desired/resource_builder.hpp"

namespace flowsync::desired {

// What the service keeps of a resource under paths of its own (model/parts.hpp), as maps of entries:
// `access` of its flow and of the resource itself, whose word counts where both name one user, team or organisation
// (API notes B10), as "user EMAIL", "team NAME" and "org" with their role;
// `docs` of a nexset, and those of its flow where it is the flow's first one (API notes J3: the service keeps documents
// at nexsets only), as a name with its text; a file is read by the rules of scripts;
// `notifications` of its flow, as far as there are such events of it, and its own, as "EVENT CHANNEL" and "active";
// `triggers` of a flow, at its source, as the address of what it runs after and "active".
void set_parts(ResourceBuilder& builder, bool first_nexset = false);

} // namespace flowsync::desired
