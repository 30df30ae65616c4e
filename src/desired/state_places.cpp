#include "desired/state_places.hpp"

#include "base/excerpt.hpp"
#include "schema/service_url.hpp"

#include <fmt/format.h>

#include <map>

namespace flowsync::desired {

namespace {

Position place_of(const Environment& environment)
{
  const auto backend = environment.state.places.find("backend");
  return backend != environment.state.places.end() ? backend->second : environment.at;
}

} // namespace

void check_state_places(std::string_view project, const std::vector<Environment>& environments, bool in_ci,
                        const SourceFiles& files, Diagnostics& diagnostics)
{
  std::map<std::string, const Environment*> taken;
  for (const auto& environment : environments) {
    const auto at = files.locate(place_of(environment));
    if (in_ci && !environment.state.shared() && !schema::is_simulator(environment.url)) {
      diagnostics.warning("state-not-shared",
                          fmt::format("the state of {} is on this machine only: other machines and CI know nothing of "
                                      "what is applied from here",
                                      environment.name),
                          at, "write `state: {backend: git}` below `spec:` and run `flowsync state migrate`");
    }
    // A folder has one below it for each environment.
    const auto place =
        environment.state.shared() ? shared_place(environment.state, project, environment.name) : std::string();
    if (place.empty()) {
      continue;
    }
    if (const auto [first, is_new] = taken.emplace(place, &environment); !is_new) {
      auto& problem = diagnostics.error(
          "state-place-shared",
          fmt::format("{} and {} keep their states in the same place", first->second->name, environment.name), at,
          "give each environment a place of its own");
      problem.related.push_back(
          {fmt::format("that of {} is here", first->second->name), files.locate(place_of(*first->second))});
    }
  }
}

} // namespace flowsync::desired
