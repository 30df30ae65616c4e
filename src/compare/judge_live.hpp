#pragma once

#include "compare/comparison.hpp"

namespace flowsync::compare {

// Judges a comparison of what runs by that of the specs of the same two environments. A difference that the specs have
// as well, there or around it, is judged like theirs; any other one was not asked for by anybody: unspecified. So is a
// document that only one side runs although both specs have it.
void judge_live(Comparison& live, const Comparison& specs);

} // namespace flowsync::compare
