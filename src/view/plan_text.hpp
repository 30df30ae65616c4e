#pragma once

#include "plan/plan.hpp"
#include "view/paint.hpp"

#include <cstddef>
#include <string>

namespace flowsync::view {

struct PlanTextOptions
{
  Paint paint;
  std::size_t columns = 120;
};

// The plan for a person, in Terraform's manner; the last line is plan_sentence(). Diagnostics are not part of it.
std::string plan_text(const plan::Plan& plan, const PlanTextOptions& options);

// One resource of it: head line, fields, restarts and what else is touched.
std::string change_text(const plan::ResourceChange& change, const PlanTextOptions& options);

} // namespace flowsync::view
