#pragma once

#include "exec/calls.hpp"
#include "model/record.hpp"

#include <vector>

namespace flowsync::exec {

// One resource about to be written, and what for.
struct Writing
{
  const DesiredResource& wanted;
  nlohmann::json document;                // what the specs want, references resolved
  std::vector<plan::FieldChange> changes; // without status and project
  bool write_mark = false;                // also when nothing else changes
  Record& record;                         // what was applied; takes in keys that the service does not keep
};

// The body of the PUT on top of what a fresh GET showed; empty when nothing is to be written. Throws ResourceFailure
// when it would lose a secret that the service hides (contract: trust).
nlohmann::json body_of(Run& run, const Writing& writing, LiveResource shown);

// Adds to a body for code or a transform the keys that every PUT of these must have (API notes J2), as the specs want
// them or else as they are.
void complete_code(nlohmann::json& body, const nlohmann::json& document, const LiveResource& shown);

// Sends it, reads back and compares; once more when the service said yes and stored something else (API notes F15).
// Returns the last reading. A key removed by `null` that the service writes back, and a value that it spells in a way
// of its own, twice the same, are noted in the record and warned about; anything else that is not kept throws
// ResourceFailure.
Reading put(Run& run, const LiveKey& key, const Writing& writing, const nlohmann::json& body);

// Whether a refusal of a PUT asks for a pause first (API notes C3, G4, G19).
bool asks_for_pause(const nlohmann::json& body, const ResourceFailure& failure);

} // namespace flowsync::exec
