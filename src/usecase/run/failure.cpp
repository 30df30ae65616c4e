#include "usecase/run/failure.hpp"

#include "base/rejected.hpp"
#include "view/diagnostics_text.hpp"

#include <fmt/format.h>

namespace flowsync::usecase {

Failure failure_of(const Fatal& fatal)
{
  Failure failure;
  failure.diagnostics.error("failed", fatal.what(), {}, fatal.hint()).exit = fatal.exit();
  failure.exit = fatal.exit();
  failure.fatal = fatal;
  return failure;
}

Failure current_failure()
{
  try {
    throw;
  } catch (const Fatal& fatal) {
    return failure_of(fatal);
  } catch (const Rejected& rejected) {
    return {rejected.diagnostics(), rejected.diagnostics().exit_code(), std::nullopt};
  } catch (const std::exception& problem) {
    return failure_of(Fatal(fmt::format("this should not happen: {}", problem.what()), ExitCode::error,
                            "please report it as a bug of flowsync, with what you did"));
  }
}

void tell_failure(const Failure& failure, Console& console)
{
  if (failure.fatal) {
    console.problem(*failure.fatal);
    return;
  }
  console.problems(failure.diagnostics);
  console.news(fmt::format("\n{}.", view::count_problems(failure.diagnostics)));
}

} // namespace flowsync::usecase
