#include "exec/survey_guard.hpp"

#include "base/fatal.hpp"
#include "base/printable.hpp"
#include "nexla/installation.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::exec {

namespace {

std::string organisation(const Identity& identity)
{
  if (!identity.org_id) {
    return "no organisation that it names";
  }
  const auto name = printable(identity.org_name);
  return name.empty() ? fmt::format("organisation {}", *identity.org_id)
                      : fmt::format("organisation {} ({})", *identity.org_id, name);
}

} // namespace

void check_identity(const Identity& identity, const Environment& environment, const StateData& state)
{
  if (environment.org && identity.org_id != environment.org) {
    throw Fatal(fmt::format("the key of environment {} opens {}, but its nexla.org is {}", environment.name,
                            organisation(identity), *environment.org),
                ExitCode::auth, "use a service key that was made in that organisation, or correct nexla.org");
  }
  if (!state.identity) {
    return;
  }
  const auto& before = *state.identity;
  const auto here = nexla::installation_of(environment.url);
  const auto& names = environment.formerly_at;
  const bool moved = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
    return nexla::installation_of(name) == before.installation;
  });
  if (!here.empty() && !before.installation.empty() && here != before.installation && !moved) {
    throw Fatal(
        fmt::format("nexla.url of environment {} leads to {}, but its state was applied at {}", environment.name,
                    printable(here), printable(before.installation)),
        ExitCode::auth,
        fmt::format("for another installation make another environment; if it is the same one at a new address, "
                    "add `formerly: [{}]` below `nexla:`",
                    printable(before.installation)));
  }
  if (before.org_id && identity.org_id != before.org_id) {
    throw Fatal(fmt::format("the key of environment {} opens {}, but its state was applied in {}", environment.name,
                            organisation(identity), organisation(before)),
                ExitCode::auth, "use a service key of that organisation; for another one make another environment");
  }
}

} // namespace flowsync::exec
