#pragma once

#include "model/live.hpp"
#include "model/quick_json.hpp"

namespace flowsync::nexla {

// What lists say of others: the owner of a resource, its neighbours, its runs, the schemas of its data. It is most of
// what they say, and but for a few ids nothing that is asked of them. Replies about one resource keep it.

// Takes it out of the body of a resource that was decoded from a list.
void drop_surroundings(LiveResource& listed);

// Leaves it unread, but for the ids that decoding looks for, in lists of that type and in the flow index.
Sieve list_sieve(ResourceKind type);
Sieve flow_index_sieve();

} // namespace flowsync::nexla
