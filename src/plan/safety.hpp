#pragma once

#include "base/diagnostic.hpp"
#include "model/environment.hpp"
#include "plan/plan.hpp"

#include <cstddef>
#include <optional>

namespace flowsync::plan {

// What the command line says of deletes.
struct DeletePermission
{
  std::optional<std::size_t> confirmed; // --confirm-deletes: exactly as many as the plan says, past `max_deletes`
  bool everything = false;              // `destroy`: that the specs name nothing is meant
};

// Why this plan may not be applied, before anything is written (every error asks for exit 6): `prevent_delete`, specs
// that name nothing at all, and the limits of the environment's `safety`. Deletes are removals and replacements.
// Creates and adoptions never count; percentages are of the owned resources and do not count below 10 of them.
Diagnostics check_safety(const plan::Plan& plan, const Environment::Safety& safety,
                         const DeletePermission& permission = {});

} // namespace flowsync::plan
