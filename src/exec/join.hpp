#pragma once

#include "model/live.hpp"

namespace flowsync::exec {

// Adds to `into` the links and kind that `from` knows and `into` does not: parents, credential, owner, flow nodes.
void fill_links(LiveResource& into, const LiveResource& from);

// Adds to `into` what `from`, another reply about the same resource, says and `into` does not: fields that were absent
// or null and keys of the body. What `into` has stays, so the fresher reply comes first.
void fill_from(LiveResource& into, const LiveResource& from);

// Puts into the body what the code container of the resource holds, and its date: a set's inline transform, when no
// reply about the set carried it (API notes B3: "elsewhere"; B9: the list carries the code in full); of a source or
// sink its own code, as far as it is written with it.
void fill_from_container(LiveResource& live, const LiveResource& container);

// Puts into a sink's body, as `data_map`, what describes the lookup that it fills (API notes B4, B7).
void fill_from_lookup(LiveResource& sink, const LiveResource& lookup);

} // namespace flowsync::exec
