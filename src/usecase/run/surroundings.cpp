#include "usecase/run/surroundings.hpp"

namespace flowsync::usecase {

std::optional<std::string> Surroundings::variable(const std::string& name) const
{
  const auto found = environment.find(name);
  return found == environment.end() ? std::nullopt : std::optional(found->second);
}

} // namespace flowsync::usecase
