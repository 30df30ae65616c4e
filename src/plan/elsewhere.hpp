#pragma once

#include "plan/binding.hpp"

#include <optional>
#include <string>

namespace flowsync::plan {

// Whose resource this is although it carries no mark: another environment's.
struct Elsewhere
{
  std::string environment; // "dev", or "project/environment" of another project
  std::string why;         // "dev adopts it (file:line)": one sentence without a final full stop
};

// What the other environments' `adopt` entries say of a resource; nothing when they do not name it.
std::optional<Elsewhere> adopted_by_another(const Desired& desired, ResourceKind type, ResourceId id);

// The same, and what the marks say of what it hangs from and what hangs from it: a resource that was adopted gets its
// mark with its first change only.
std::optional<Elsewhere> owned_elsewhere(const BindingInput& input, const MarkIndex& marks, const LiveResource& live);

} // namespace flowsync::plan
