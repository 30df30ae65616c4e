#pragma once

#include "base/diagnostic.hpp"
#include "base/fatal.hpp"
#include "usecase/run/context.hpp"

#include <optional>

namespace flowsync::usecase {

// Why a command ended before it had a result.
struct Failure
{
  Diagnostics diagnostics; // for documents
  ExitCode exit = ExitCode::error;
  std::optional<Fatal> fatal; // what it was, when it has no places
};

Failure failure_of(const Fatal& fatal);

// What is being handled at this moment; call it in a catch block.
Failure current_failure();

// Says it on the standard error.
void tell_failure(const Failure& failure, Console& console);

} // namespace flowsync::usecase
