#pragma once

#include "model/live.hpp"
#include "spec/config_tree.hpp"

namespace flowsync::exporter {

// The lookup that a sink of type data_map fills, or nullptr where the account does not show it.
const LiveResource* lookup_of_sink(const Inventory& inventory, const LiveResource& sink);

// What a sink of type data_map says of its lookup: `{name, primary_key, emit_defaults, defaults}`. `name_secret`
// names what stands under sensitive keys.
NodePtr lookup_words(const LiveResource& map, const spec::NameSecret& name_secret);

} // namespace flowsync::exporter
