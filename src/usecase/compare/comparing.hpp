#pragma once

#include "compare/compare.hpp"
#include "overlay/render.hpp"
#include "spec/project.hpp"
#include "usecase/run/context.hpp"

#include <string>
#include <vector>

namespace flowsync::usecase {

// Two environments of one project, rendered.
struct TwoEnvironments
{
  spec::Project project;
  overlay::Rendered left;
  overlay::Rendered right;
  std::vector<const spec::Layer*> left_layers; // of `project`
  std::vector<const spec::Layer*> right_layers;
  Diagnostics warnings;
};

// Loads the project around the working directory once and renders both. Throws Rejected for an environment that does
// not exist and for every problem that `render` would not go on from.
TwoEnvironments load_two(const CommandContext& context, const std::string& left, const std::string& right);

// Leaves of both sides only what --target names on either of them. Throws Fatal when it names nothing on both.
void keep_targets(overlay::Rendered& left, overlay::Rendered& right, const std::vector<std::string>& targets);

} // namespace flowsync::usecase
