#pragma once

#include "plan/plan.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace flowsync::view {

// One field of a change.
struct CausedField
{
  const plan::ResourceChange* change = nullptr;
  plan::FieldChange field;
};

// The same change in several places.
struct CommonCause
{
  std::vector<std::pair<std::string, Origin>> variables; // that decide it; else empty
  std::string before; // what each of the fields had, or a part of it that is the same in all
  std::string after;
  bool part = false;               // `before` became `after` at each place where it stood
  bool suspension = false;         // `paused` of the environment came or went; the fields are statuses, few or many
  std::vector<CausedField> fields; // in natural order; at least k_least_common
  std::size_t resources = 0;
  std::size_t flows = 0;
};

inline constexpr std::size_t k_least_common = 3;

// What resources, of how many flows, the fields belong to; and their order.
CommonCause cause_of(std::vector<CausedField> fields);

// What equal changes of fields have in common: the variables that decide them and what these become, or else path and
// values. Each field belongs to one cause at most; those in `fields` that belong to none stay there.
std::vector<CommonCause> take_common_causes(std::vector<CausedField>& fields);

} // namespace flowsync::view
