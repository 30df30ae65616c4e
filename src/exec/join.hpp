#pragma once

#include "model/live.hpp"

#include <optional>

namespace flowsync::exec {

// Adds to `into` the links and kind that `from` knows and `into` does not: parents, credential, owner, flow nodes.
void fill_links(LiveResource& into, const LiveResource& from);

// Adds to `into` what `from`, another reply about the same resource, says and `into` does not: fields that were absent
// or null and keys of the body. What `into` has stays, so the fresher reply comes first.
void fill_from(LiveResource& into, LiveResource from);

// Whether the first one was changed after the other, by their updated_at; false when either is not known.
bool is_newer(const LiveResource& one, const LiveResource& other);

// Whether a reply about this set, or its source's, showed its transform, and not only a code container the code.
bool shows_transform(const LiveResource& set);

// The code container that a resource names, of a set also by its transform_id (API notes J2).
std::optional<ResourceId> container_of(const LiveResource& live);

// Puts into the body, as borrowed, what the code container of the resource holds, and its date: a set's inline
// transform, when no reply about the set carried it (API notes B3: "elsewhere"; B9: the list carries the code in full);
// of a source or sink its own code, as far as it is written with it. Where the set showed other code the newer one
// counts, and that is returned.
std::optional<Disagreement> fill_from_container(LiveResource& live, const LiveResource& container);

// Takes the transform of a set that did not show it from its source's expanded reply (API notes B2).
void fill_from_source(LiveResource& set, const LiveResource& source);

// Puts into a sink's body, borrowed as `data_map`, what describes the lookup that it fills (API notes B4, B7).
void fill_from_lookup(LiveResource& sink, const LiveResource& lookup);

} // namespace flowsync::exec
