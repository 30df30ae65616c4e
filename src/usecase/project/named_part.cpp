#include "usecase/project/named_part.hpp"

#include <algorithm>

namespace flowsync::usecase {

spec::NamedFlows named_flows(const Targets& targets)
{
  const bool by_name = std::none_of(targets.begin(), targets.end(), [](const std::string& target) {
    return is_exclusion(target) || is_label_target(target) || is_target_pattern(target);
  });
  if (targets.empty() || !by_name) {
    return std::nullopt;
  }
  std::set<std::string> names;
  for (const auto& target : targets) {
    names.insert(target.substr(0, target.find('/')));
  }
  return names;
}

} // namespace flowsync::usecase
