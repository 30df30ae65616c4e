#include "exec/events.hpp"

#include <algorithm>

namespace flowsync::exec {

std::size_t Report::count(Outcome outcome) const
{
  return static_cast<std::size_t>(std::count_if(
      results.begin(), results.end(), [&](const ResourceResult& result) { return result.outcome == outcome; }));
}

ExitCode Report::exit_code() const
{
  if (interrupted) {
    return ExitCode::interrupted;
  }
  auto code = ExitCode::ok;
  bool unfinished = false;
  bool wrote = false;
  for (const auto& result : results) {
    wrote = wrote || result.wrote;
    switch (result.outcome) {
    case Outcome::failed:
    case Outcome::skipped:
    case Outcome::not_started:
      unfinished = true;
      code = worse(code, result.exit);
      break;
    case Outcome::pending:
      code = worse(code, ExitCode::pending);
      break;
    case Outcome::done:
    case Outcome::waiting:
      break;
    }
  }
  for (const auto& warning : warnings) { // the state could not be written at the end
    if (warning.severity == Severity::error) {
      unfinished = true;
      code = worse(code, warning.exit);
    }
  }
  if (unfinished && wrote) {
    return ExitCode::partial;
  }
  return unfinished && code == ExitCode::ok ? ExitCode::error : code;
}

} // namespace flowsync::exec
