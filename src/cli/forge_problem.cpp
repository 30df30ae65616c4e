#include "cli/forge_problem.hpp"

#include "base/fatal.hpp"
#include "base/printable.hpp"

#include <fmt/format.h>

namespace flowsync::cli {

void fail_at_forge(const forge::ForgeProblem& problem, const forge::ReviewPlace& place, const std::string& what,
                   const std::string& needs)
{
  using Kind = forge::ForgeProblem::Kind;
  const auto text = fmt::format("{}: {}", what, printable(problem.text));
  switch (problem.kind) {
  case Kind::unauthorized:
    throw Fatal(text, ExitCode::auth,
                fmt::format("{} is not valid any more, or not for this server",
                            place.forge == forge::ReviewPlace::Forge::github ? "GITHUB_TOKEN" : "GITLAB_TOKEN"));
  case Kind::forbidden:
    throw Fatal(text, ExitCode::auth, needs);
  case Kind::missing:
    throw Fatal(text, ExitCode::auth, "either it does not exist, or this token may not see it");
  case Kind::unreachable:
  case Kind::uncertain:
    throw Fatal(text, ExitCode::unreachable, "run it again: nothing is written twice");
  case Kind::cancelled:
    throw Fatal(text, ExitCode::interrupted);
  case Kind::rejected:
    break;
  }
  throw Fatal(text, ExitCode::error);
}

} // namespace flowsync::cli
