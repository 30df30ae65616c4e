#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// POST /{type}/{id}/copy: one source, set, sink or code container. It carries the description (marks and all),
// copied_from_id, a new id and the status INIT; its credential is cloned unless the body says reuse_data_credentials
// (API notes C5).
ObjectPtr copy_resource(Context& context, const Object& object, nlohmann::json body);

// POST /flows/{id}/copy: the whole tree below a node, as a flow of its own. Returns the new origin.
ObjectPtr copy_flow(Context& context, const ObjectPtr& object, nlohmann::json body);

} // namespace flowsync::sim
