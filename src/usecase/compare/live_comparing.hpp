#pragma once

#include "compare/comparison.hpp"
#include "usecase/run/context.hpp"

#include <string>

namespace flowsync::usecase {

// What runs in two environments side by side: the resources that each is bound to, by record, mark or `adopt` entry, as
// documents of specs. The accounts are read one after the other, and nothing else. Throws Fatal naming the environment
// whose account cannot be read.
compare::Comparison compare_live(const std::string& left, const std::string& right, CommandContext& context);

} // namespace flowsync::usecase
