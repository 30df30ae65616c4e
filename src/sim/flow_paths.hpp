#pragma once

#include "sim/lifecycle.hpp"

namespace flowsync::sim {

// "activate" or "pause".
bool is_verb(const std::string& word);
// How far a verb or delete reaches: the tree with all=1 or full_tree=1.
Reach reach_of(const Request& request, Reach otherwise);
// Carries the verb out. Answers with the flow, or with the resource alone.
Reply verb_on(Context& context, const ObjectPtr& object, const std::string& verb, Reach reach, bool flow_reply);

// A GET of a source counts towards its detection.
void count_poll(Context& context, const Object& object);

// GET of the flow that an object belongs to.
Reply flow_of(Context& context, const Request& request, const ObjectPtr& object);
// /flows/{id}[/activate, /pause, /copy, /accessors, ...]; `path` has two to four segments.
Reply flow(Context& context, const Request& request, const std::vector<std::string>& path);
// /projects/{id}/flows and its deprecated twin /data_flows.
Reply project_flows(Context& context, const Request& request, Id id);

} // namespace flowsync::sim
