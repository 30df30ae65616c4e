#pragma once

#include "model/environment.hpp"

namespace flowsync {

// Whether two environments may live in one account of the service: the same address, and the same organisation as far
// as both name one. Simulated accounts (`sim:NAME`) are the same by name.
bool same_account(const Environment& a, const Environment& b);

// Whether it lives in a simulated account, whose ids, names and places mean nothing anywhere else.
bool is_simulated(const Environment& environment);

} // namespace flowsync
