#pragma once

#include "model/live.hpp"
#include "model/node.hpp"

#include <string>

namespace flowsync::exporter {

// Whether a sink fills this lookup, so that its entries are nobody's to keep (API notes B7).
bool is_dynamic_map(const LiveResource& map);

// The lookup that a sink of type data_map fills, or nullptr where the account does not show it.
const LiveResource* lookup_of_sink(const Inventory& inventory, const LiveResource& sink);

// What a sink of type data_map says of its lookup: `{name, primary_key, ...}`.
NodePtr lookup_words(const LiveResource& map);

} // namespace flowsync::exporter
