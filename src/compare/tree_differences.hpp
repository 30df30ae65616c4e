#pragma once

#include "compare/comparison.hpp"

namespace flowsync::compare {

// Where two rendered documents differ, in their order: paths, values (null where a side has none, also where a
// tombstone says so: `at` is its place then), `sensitive` and `one_text`. Maps are compared key by key and keyed lists
// by key, everything else whole. Left out are the identity of the document and `x-…` keys. `files` may be null for
// trees without places; otherwise files of one name in different folders count as different.
std::vector<Difference> tree_differences(const NodePtr& left, const NodePtr& right, const SourceFiles* files);

} // namespace flowsync::compare
