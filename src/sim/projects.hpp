#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// The origin nodes named by a membership body: {flows: [node ids]} or its deprecated twin
// {data_flows: [{data_source_id} or {data_set_id}]} (API notes B6). Throws Refusal.
std::vector<Id> membership_nodes(const Context& context, const nlohmann::json& body);

// Moves flows into a project, or out of any with project 0. A flow belongs to at most one.
void set_membership(Context& context, const std::vector<Id>& nodes, Id project_id);

// Takes every flow out of a project; the flows stay.
void clear_membership(Context& context, Id project_id);

} // namespace flowsync::sim
