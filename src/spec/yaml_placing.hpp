#pragma once

#include "spec/yaml_events.hpp"
#include "spec/yaml_taming.hpp"

#include <optional>

namespace flowsync::spec {

// How one reading of a text ended.
struct PlacedReading
{
  std::optional<YamlComplaint> complaint;
  std::optional<HiddenProperties> to_hide; // from the library, before it can read on
};

// Reads a text with the library once: finds the places of what it tells, mends what it reads wrongly, and refuses what
// it lets pass.
PlacedReading read_placed(const TamedText& text, std::uint32_t file, YamlEventSink& sink);

} // namespace flowsync::spec
