#pragma once

#include "base/clock.hpp"
#include "forge/discussion.hpp"
#include "forge/review_place.hpp"
#include "http/transport.hpp"

#include <cstdint>
#include <functional>
#include <string>

namespace flowsync::forge {

// The number of the pull or merge request that brought a commit to its branch; 0 when none did. `place` needs no
// number.
Result<std::int64_t, ForgeProblem> merged_request(const ReviewPlace& place, const std::string& commit,
                                                  http::Transport& transport, Clock& clock, std::stop_token stop,
                                                  std::function<void(const std::string&)> waiting);

} // namespace flowsync::forge
