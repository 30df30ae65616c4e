#pragma once

#include "desired/resource_builder.hpp"

namespace flowsync::desired {

// `access` of a flow and of the resource itself, whose word counts where both name one user, team or organisation
// (API notes B10), as entries "user EMAIL", "team NAME" and "org" with their role.
void set_access(ResourceBuilder& builder);

// `docs` of a nexset, and those of its flow where it is the flow's first one (API notes J3: the service keeps documents
// at nexsets only), as entries of a name with its text. A file is read by the rules of scripts.
void set_docs(ResourceBuilder& builder, bool first);

} // namespace flowsync::desired
