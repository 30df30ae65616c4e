#pragma once

#include "forge/discussion.hpp"
#include "forge/review_place.hpp"

#include <string>

namespace flowsync::cli {

// Throws Fatal for what a forge did not do. `what`: a clause without its reason, "the comment on … was not written".
// `needs`: what lets a token do it, at that forge.
[[noreturn]] void fail_at_forge(const forge::ForgeProblem& problem, const forge::ReviewPlace& place,
                                const std::string& what, const std::string& needs);

} // namespace flowsync::cli
