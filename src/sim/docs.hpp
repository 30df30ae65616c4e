#pragma once

#include "sim/context.hpp"

namespace flowsync::sim {

// GET and POST /data_sets/{id}/docs (API notes J3); POST replaces all of them. Throws Refusal.
Reply docs_of_set(Context& context, const Request& request, const Object& set);

// A document as a reply shows it.
nlohmann::json render_doc(const Context& context, const Object& doc);

// Deletes what is said about a nexset that goes away.
void remove_docs(Context& context, Id set_id);

} // namespace flowsync::sim
