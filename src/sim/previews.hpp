#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// Looks at data (API notes B1, B3). All throw Refusal.

// POST /data_credentials/{id}/probe/tree and /probe/sample: what a storage would show, made up from the body.
Reply probe_tree(const Context& context, const Request& request, const Object& credential);
Reply probe_sample(const Request& request, const Object& credential);

// GET /data_sets/{id}/samples: records with the attributes of its output schema; with include_metadata each in
// {rawMessage, nexlaMetaData}.
Reply set_samples(const Context& context, const Request& request, const Object& set);

} // namespace flowsync::sim
