#pragma once

#include "base/diagnostic.hpp"
#include "model/node.hpp"

#include <vector>

namespace flowsync::overlay {

// Merges versions of one document, from the first layer to the last (at least one); directives of the first are
// resolved too. The result shares every part that no later layer touches.
//
// - Maps merge key by key: keys of earlier layers keep their order, new ones follow.
// - `null` removes a key and leaves a tombstone (Node::tombstone, placed at the `null`), also over nothing.
// - Lists whose elements are all maps with a `key` of their own merge by `key`, and `$delete: true` drops an element;
//   every other list is replaced.
// - `$replace: true` in a map replaces the earlier map instead of merging; `{$value: X}` is X taken literally (the way
//   to write a null); `$$key` is the literal key `$key`.
//
// The value of the last layer that set it wins and keeps its place; Provenance::overrides leads to what it replaced.
// Unknown or misplaced directives are errors; a map, list or scalar that replaces another kind is a warning.
NodePtr merge_layers(const std::vector<NodePtr>& layers, const SourceFiles& files, Diagnostics& diagnostics);

// A copy of `node` that remembers the value it replaced.
NodePtr with_override(const Node& node, NodePtr replaced);

} // namespace flowsync::overlay
