#pragma once

#include "base/diagnostic.hpp"
#include "spec/project.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace flowsync::overlay {

// The layer that every other one stands on.
inline constexpr std::string_view k_base_layer = "base";

// Names of the environments that can be run: all layers but `base` and the abstract ones, sorted.
std::vector<std::string> environment_names(const spec::Project& project);

// The layers of an environment, from the first applied to the last, which is the environment itself: what `extends`
// names (default `base`), left to right, depth first, each once. Unknown and cyclic ones are errors at their name, and
// the result is empty then; so it is for an environment that does not exist or is only a layer, and for one whose
// pinned base could not be read (see pinned_base.hpp). A base that was pinned stands in the place of the folder's.
std::vector<const spec::Layer*> layers_of(const spec::Project& project, std::string_view environment,
                                          Diagnostics& diagnostics);

} // namespace flowsync::overlay
