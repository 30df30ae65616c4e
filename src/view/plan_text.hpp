#pragma once

#include "plan/plan.hpp"
#include "view/paint.hpp"
#include "view/resource_line.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace flowsync::view {

struct PlanTextOptions
{
  Paint paint;
  std::size_t columns = 80;
  bool full = false; // also every field of what is made or deleted, and each of many equal changes
  const CredentialNames* credential_names = nullptr; // of the plan
};

// The plan for a person, in Terraform's manner, in the order of importance; plan_sentence() is the first line and the
// last one. Diagnostics are not part of it.
std::string plan_text(const plan::Plan& plan, const PlanTextOptions& options);

// One resource of it: head line, all fields, restarts and what else is touched.
std::string change_text(const plan::ResourceChange& change, const PlanTextOptions& options);
// The same with the fields, fit to be shown, that have not been told elsewhere as `told` others were.
std::string change_text(const plan::ResourceChange& change, const std::vector<plan::FieldChange>& fields,
                        std::size_t told, const PlanTextOptions& options);

} // namespace flowsync::view
