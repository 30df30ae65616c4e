#pragma once

#include "exec/flow_reading.hpp"
#include "exec/write.hpp"

#include <functional>

namespace flowsync::exec {

// How one bound resource is brought to the specs: what is written, and whether it runs afterwards.
struct Alteration
{
  std::vector<plan::FieldChange> fields; // may hold status and project
  bool write_mark = false;
  bool mark_can_wait =
      false; // a mark alone is not worth a pause: refused or not kept, it waits for the next real update
  std::optional<FlowReading> flow = std::nullopt; // that it is in, where that was read just now
};

// Carries it out on `live` (read just now) and records every step: cosmetic fields by a plain PUT; runtime fields of a
// running resource between a pause and an activation, with everything below it restored; a status by its verb. `wrote`
// is told what was done as soon as it was. Throws ResourceFailure; a resource that was paused for the change is then
// started again.
void alter(Run& run, const DesiredResource& wanted, const Reading& live, const Alteration& alteration, Record record,
           const std::function<void(const std::string&)>& wrote);

// What is recorded as applied of a resource that now is as the specs want it.
nlohmann::json applied_document(Run& run, const DesiredResource& wanted);

// Takes into the record what is applied from now on: the document, its references, and digests of the secrets that were
// sent: all but those in the top-level fields `unsent`.
void note_applied(Run& run, const DesiredResource& wanted, Record& record, const std::set<std::string>& unsent = {});

// Activates or pauses and restores everything below; returns the reading after that. Asks twice for a status that does
// not come, then throws ResourceFailure.
Reading bring_to(Run& run, const DesiredResource& wanted, const LiveKey& key, bool active);

} // namespace flowsync::exec
