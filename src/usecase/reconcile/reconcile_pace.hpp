#pragma once

#include "base/clock.hpp"

#include <cstddef>

namespace flowsync::usecase {

// How long to wait for the next turn after so many failures in a row: `every`, doubled with each failure but the first,
// up to eight times `every` and, unless `every` is longer, an hour. `random` in [0, 1) makes it up to a tenth shorter
// or longer, so that many do not come at once.
Duration next_wait(Duration every, std::size_t failures, double random);

} // namespace flowsync::usecase
