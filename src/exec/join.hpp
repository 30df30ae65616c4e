#pragma once

#include "model/live.hpp"

namespace flowsync::exec {

// Adds to `into` the links and kind that `from` knows and `into` does not: parents, credential, owner, flow nodes.
void fill_links(LiveResource& into, const LiveResource& from);

// Adds to `into` what `from`, another reply about the same resource, says and `into` does not: fields that were absent
// or null and keys of the body. What `into` has stays, so the fresher reply comes first.
void fill_from(LiveResource& into, const LiveResource& from);

// Puts a set's inline transform into its body from the code container that holds it, when no reply about the set
// carried it (API notes B3: "elsewhere"; B9: the list carries the code in full), and its date in any case.
void fill_from_container(LiveResource& set, const LiveResource& container);

} // namespace flowsync::exec
