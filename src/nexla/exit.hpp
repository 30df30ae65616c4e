#pragma once

#include "base/exit_code.hpp"
#include "nexla/api.hpp"

#include <string>

namespace flowsync::nexla {

// What a run returns that could not go on because of this error and wrote nothing.
ExitCode exit_code(const ApiError& error);

// What a person can do about it; empty when there is nothing to advise.
std::string hint(const ApiError& error);

} // namespace flowsync::nexla
