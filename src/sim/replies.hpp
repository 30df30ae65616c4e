#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// 404 for a method and path that nothing serves.
Refusal no_path(const Request& request);

// The answer to a delete that worked, in one of the forms met (API notes A3, G3).
Reply deleted(const Context& context);

// GET /limits.
Reply limits();

// GET /data_credentials/{id}/probe: verifies the credential. Its body is as the switch says.
Reply probe(Context& context, const Object& credential);

} // namespace flowsync::sim
