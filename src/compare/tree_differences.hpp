#pragma once

#include "compare/comparison.hpp"

#include <functional>
#include <optional>
#include <string>

namespace flowsync::compare {

// What the file holds that a `file:` of a document names; nothing when it cannot be read.
using ReadFile = std::function<std::optional<std::string>(const Node& name)>;

// Where two rendered documents differ, in their order: paths, values (null where a side has none, also where a
// tombstone says so: `at` is its place then), `sensitive` and `one_text`. Maps are compared key by key and keyed lists
// by key, everything else whole. Left out are the identity of the document and `x-…` keys. Where both
// name files, in whichever folders and revisions, what these hold is compared, and comes along when it differs; `files`
// and `read_file` may be null for trees without places.
std::vector<Difference> tree_differences(const NodePtr& left, const NodePtr& right, const SourceFiles* files,
                                         const ReadFile& read_file = nullptr);

} // namespace flowsync::compare
