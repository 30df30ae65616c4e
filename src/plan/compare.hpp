#pragma once

#include "model/desired.hpp"
#include "model/live.hpp"
#include "model/record.hpp"
#include "plan/document.hpp"
#include "plan/field_change.hpp"

#include <string>
#include <vector>

namespace flowsync::plan {

// What comparing one bound resource found.
struct Comparisons
{
  std::vector<FieldChange> changes;     // to be made; sorted by path
  std::vector<FieldChange> outside;     // the service's own keys that appeared or changed since last observed
  std::vector<std::string> irremovable; // entries of parts that were to go and cannot (LiveResource::irremovable)
  std::vector<std::string> unverified;  // could not be read and never applied: counted as equal
};

// Three-way comparison of everything but the status: desired (`full`: full_document(), references unresolved), last
// applied and last observed (`record`, may be null), live.
Comparisons compare(const DesiredResource& desired, const nlohmann::json& full, const Record* record,
                    const LiveResource& live, const Resolver& resolve);

} // namespace flowsync::plan
