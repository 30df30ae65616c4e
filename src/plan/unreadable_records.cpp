#include "plan/unreadable_records.hpp"

#include "plan/place.hpp"

#include <fmt/format.h>

namespace flowsync::plan {

void UnreadableRecords::report(Diagnostics& diagnostics) const
{
  if (m_all.empty()) {
    return;
  }
  const auto& [first, first_id] = m_all.front();
  const auto message = m_all.size() == 1
                           ? fmt::format("{} is recorded as {} {}, which this user may not read", first->address.text(),
                                         type_name(first->type), first_id)
                           : fmt::format("{} recorded resources, such as {} ({} {}), may not be read by this user",
                                         m_all.size(), first->address.text(), type_name(first->type), first_id);
  for (const auto& [desired, id] : m_all) {
    diagnostics
        .error("not-readable", message, location(desired->defined_at),
               "use the key of the user who applied last, or ask its owner for access")
        .exit = ExitCode::auth;
  }
}

} // namespace flowsync::plan
