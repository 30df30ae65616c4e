#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

namespace flowsync::state {

// What makes one JSON object of another one: most of what is observed of a resource is what was applied, and the state
// holds only where it is not. Values count as equal when they have the same text, so nothing is lost.
struct Delta
{
  nlohmann::json more = nlohmann::json::object(); // laid over it: objects are gone into, all else is replaced
  std::vector<std::string> less;                  // RFC 6901 paths of members that are taken out of it
  bool operator==(const Delta&) const = default;
};

// Both are objects.
Delta difference(const nlohmann::json& from, const nlohmann::json& to);
// `base` with the difference; what is to be taken out and not there is no matter.
nlohmann::json with(nlohmann::json base, const Delta& delta);

} // namespace flowsync::state
