#pragma once

#include "compare/comparison.hpp"
#include "overlay/render.hpp"
#include "spec/project.hpp"

#include <vector>

namespace flowsync::compare {

// One environment that takes part. What it points to must outlive the call.
struct Side
{
  const overlay::Rendered& rendered;
  std::vector<const spec::Layer*> layers; // overlay::layers_of()
};

// Two environments of a project side by side: every document, every difference with its places on both sides and
// whether it looks meant. `left` is the one that changes come from, `right` the one that they go to. Documents need not
// be valid. Files are read where both sides name one and not the same.
Comparison compare_environments(const Side& left, const Side& right, const spec::Project& project);

// The same for documents without layers and places, such as what runs: nothing is judged.
Comparison compare_documents(const overlay::Rendered& left, const overlay::Rendered& right);

} // namespace flowsync::compare
