#pragma once

#include "exec/write.hpp"

#include <map>
#include <string>
#include <vector>

namespace flowsync::exec {

// What the service made of the values that the specs name in a body it said yes to. Of the rest of the body, its own
// keys that go along because PUT replaces, nothing is asked.
struct Kept
{
  std::vector<std::string> lost;         // left as before, or left out
  std::map<std::string, Spelling> spelt; // stored, and shown in another way
};

// Compares as the next plan will. `before`: what was shown before the write; null for a create. Secrets and what the
// service never shows are in neither list.
Kept what_was_kept(Run& run, const Writing& writing, const nlohmann::json& body, const LiveResource* before,
                   const LiveResource& shown);

// Takes new spellings into the record and tells of each; drops those of values that are not `document`'s any more.
void learn_spellings(Run& run, const Address& address, const std::map<std::string, Spelling>& spelt,
                     const nlohmann::json& document, Record& record);

} // namespace flowsync::exec
