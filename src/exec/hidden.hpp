#pragma once

#include "exec/run.hpp"

namespace flowsync::exec {

// `document`: what the specs want. Throws ResourceFailure when `body`, made from what the service showed, holds a
// masked value, or would replace a config whose secret the service does not show and the specs do not give: writing it
// would destroy the secret.
void refuse_lost_secrets(const DesiredResource& wanted, const nlohmann::json& document, const nlohmann::json& body,
                         const LiveResource& shown);

// Puts a set's transform into a reply that does not show it, from the expanded reply of its source or of itself, else
// its code from the code container (API notes B2, B3, B9). Leaves the reply alone where none shows it.
void show_transform(Run& run, LiveResource& set);

} // namespace flowsync::exec
