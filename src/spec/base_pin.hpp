#pragma once

#include "spec/project.hpp"

#include <optional>

namespace flowsync::spec {

// What the Environment document of one layer says of `spec.base`: nothing when it says nothing; a pin with an empty ref
// when it takes back (`base: null`) what another layer pinned.
std::optional<BasePin> written_pin(const Layer& layer);

} // namespace flowsync::spec
