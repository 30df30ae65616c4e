#pragma once

#include "model/node.hpp"

#include <vector>

namespace flowsync::overlay {

// One tombstone that was taken out, and where it stood.
struct Removed
{
  std::string path;  // RFC 6901, from the root of the document
  NodePtr tombstone; // its place is the `null`; what it removed hangs on its provenance
};

// The tree without its tombstones; shared where there are none.
NodePtr without_tombstones(const NodePtr& tree);

// A merged Flow document without the tombstones that say no more than "this key is not set": all but those inside the
// `config` of the source and the sinks, which ask for a key to be absent live, and in `moved`, where `to: null` has a
// meaning of its own. What was taken out is appended to `removed`.
NodePtr without_plain_tombstones(const NodePtr& flow, std::vector<Removed>& removed);

} // namespace flowsync::overlay
