#pragma once

#include "exporter/unmanaged.hpp"
#include "view/paint.hpp"
#include "view/table.hpp"

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace flowsync::view {

// What an account holds that no project owns.
struct UnmanagedReport
{
  std::string environment;
  std::vector<exporter::Unmanaged> found;
  std::size_t of_others = 0;         // left out: of users whose resources this environment does not bind
  std::vector<std::string> unlisted; // types whose list the service refused, for people
};

// A table, and below it the lines that would take each into the specs.
std::string unmanaged_text(const UnmanagedReport& report, const TextWidth& width, const Paint& paint);
nlohmann::ordered_json unmanaged_json(const UnmanagedReport& report);

} // namespace flowsync::view
