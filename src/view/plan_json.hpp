#pragma once

#include "plan/plan.hpp"

#include <nlohmann/json.hpp>

#include <string_view>

namespace flowsync::view {

// The version of the document; it only grows within 1.x.
inline constexpr const char* k_plan_format = "1.1";

// Which command the document is of: what `drift` looked at is a plan as well, which nobody is to apply.
enum class PlanDocument
{
  plan,
  drift
};

// As the document says it: "plan" or "drift".
std::string_view plan_document_name(PlanDocument document);

// The plan as scripts read it: schemas/plan.schema.json.
nlohmann::ordered_json plan_json(const plan::Plan& plan, PlanDocument document = PlanDocument::plan);

} // namespace flowsync::view
