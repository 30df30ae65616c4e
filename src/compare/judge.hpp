#pragma once

#include "compare/comparison.hpp"
#include "compare/layer_view.hpp"

namespace flowsync::compare {

// Says of every difference of a document whether it is meant. The first that applies:
//
// 1. Both inherit it from one layer at different revisions: pinned, unless a variable makes the difference.
// 2. One written text with a variable that differs, or both sides say it in own layers: meant.
// 3. A schedule (environment_keys.hpp) that the right side inherits while the left one has its own: looks forgotten.
// The
//    right side is where changes go to: "prod inherits the schedule of base". Other schedules, places, credentials
//    and secrets are an environment's own affair: meant.
// 4. One side sets it in an own layer, the other does not although an own layer of its says something about this
//    document too, and there is some key that own layers of both set: looks forgotten.
// 5. Else an overlay says something about its environment: meant.
//
// `from` and `origin` of the values must be known.
void judge(DocumentPair& pair, const LayerView& left, const LayerView& right);

} // namespace flowsync::compare
